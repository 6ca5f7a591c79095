import { MIN_ROUNDS_FOR_VERDICT } from '../../../stats/index.js';
import { type ComparedRecord, roundsOf } from '../records.js';
import type { Doubt } from '../schema.js';
import { type DoubtCheck, namesOf } from './doubt-context.js';

/** Records of few rounds, and records whose figures rest on disturbed ones. */
export const fewRounds: DoubtCheck = ({ records }) => {
  const few = records.filter((one) => roundsOf(one) < MIN_ROUNDS_FOR_VERDICT);
  const disturbed = records.filter(restsOnDisturbed);
  return [
    ...doubt(
      few,
      'few-rounds',
      'info',
      `Fewer than ${MIN_ROUNDS_FOR_VERDICT} rounds`,
      'Run with --rounds 10 or more.',
    ),
    ...doubt(
      disturbed,
      'disturbed',
      'warning',
      'Some figures rest on rounds that other load disturbed',
      'Such records are left out where at least three others remain, with their partners where records are paired. With one record per side, no difference is claimed that the load could explain. Otherwise measure again on a quiet machine: npx corewise host says what to look at.',
    ),
  ];
};

function restsOnDisturbed({ insight }: ComparedRecord): boolean {
  return insight.cases.some(
    ({ status, basis, throughput }) => status === 'ok' && throughput && basis === 'all',
  );
}

function doubt(
  records: readonly ComparedRecord[],
  check: string,
  severity: Doubt['severity'],
  what: string,
  advice: string,
): Doubt[] {
  if (records.length === 0) return [];
  return [{ check, severity, message: `${what}: ${namesOf(records)}.`, advice }];
}
