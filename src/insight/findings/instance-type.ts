import { type Claim, recordedClaim, shippedCatalog } from '../../market/catalog/index.js';
import type { RunRecord } from '../../record/index.js';
import type { Finding } from './finding.js';

type Doubted = Exclude<Claim, { verdict: 'fits' }>['verdict'];

/** The machine is no such type as the record names, may be none, or nobody can tell. */
export function instanceType({ header }: RunRecord): Finding[] {
  if (header.host.instanceType === undefined) return [];
  const claim = recordedClaim(header, shippedCatalog());
  if (claim === undefined || claim.verdict === 'fits') return [];
  const { verdict, message } = claim;
  return [
    {
      check: 'instance-type',
      severity: verdict === 'contradicted' ? 'error' : 'warning',
      cases: [],
      message,
      advice: adviceOn[verdict],
    },
  ];
}

const adviceOn: Record<Doubted, string> = {
  contradicted:
    'Compare and plan refuse this record: measure again without --instance-type, or with the right type.',
  doubtful: 'Check that the type is right: a plan assumes that the type is as fast as these cores.',
  unknown: 'Compare and plan need a catalog that has it: give one with --catalog.',
};
