import { formatCpuList } from '../../host/index.js';
import type { MachineChange, RunRecord } from '../../record/index.js';
import { counted, formatCores } from '../../stats/index.js';
import { type Analysis, onChangedMachine } from '../analysis/index.js';
import type { Finding } from './finding.js';

/** So many changes are told one by one. */
const MOST_TOLD = 3;

/** The CPUs that the run might use changed while it measured: by affinity, by a cpuset, by a quota. */
export function machineChanged(record: RunRecord, { cases }: Analysis): Finding[] {
  const { header, lines } = record;
  const changes = lines.filter((line): line is MachineChange => line.kind === 'machine');
  if (changes.length === 0) return [];
  const states = [header.host, ...changes];
  const told = changes.slice(0, MOST_TOLD).map((change, place) => sentence(states[place]!, change));
  const more =
    changes.length > MOST_TOLD ? ` They changed ${counted(changes.length - MOST_TOLD, 'more time')}.` : '';
  const touched = new Set(
    [...onChangedMachine(record)].flatMap((line) => (line.kind === 'ceiling' ? [] : [line.case])),
  );
  const restsOnAll = cases.some(
    ({ case: { id }, basis, status }) => status === 'ok' && touched.has(id) && basis === 'all',
  );
  return [
    {
      check: 'machine-changed',
      severity: 'warning',
      cases: cases.map((result) => result.case.id).filter((id) => touched.has(id)),
      message: `${told.join(' ')}${more} ${COUNTS}`,
      advice: `${restsOnAll ? MIXED : ''}Run again without changing what the run may use.`,
    },
  ];
}

const COUNTS =
  'From such a round until everything is back as it was, measurements count as disturbed: they are not comparable with the rest.';

const MIXED = 'Too few rounds are left, so some figures mix both: do not decide by them. ';

function sentence(before: Pick<MachineChange, 'allowed' | 'quotaCpus'>, now: MachineChange): string {
  const parts = [
    ...(before.allowed.join() === now.allowed.join()
      ? []
      : [`The CPUs this run may use changed from ${cpuList(before)} to ${cpuList(now)}`]),
    ...(before.quotaCpus === now.quotaCpus
      ? []
      : [`the CPU quota changed from ${quota(before)} to ${quota(now)}`]),
  ];
  const text = parts.join(', and ').replace(/^the/, 'The');
  return `${text} in round ${now.round}${now.confirmation ? ' of the confirmation' : ''}.`;
}

const cpuList = ({ allowed }: Pick<MachineChange, 'allowed'>) =>
  allowed.length === 0 ? 'none' : formatCpuList(allowed);

const quota = ({ quotaCpus }: Pick<MachineChange, 'quotaCpus'>) =>
  quotaCpus === null ? 'none' : `${formatCores(quotaCpus)} CPUs`;
