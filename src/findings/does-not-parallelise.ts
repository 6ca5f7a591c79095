import {
  type Analysis,
  type CaseResult,
  groupBy,
  nameSetting,
  nameWork,
  workKey,
} from '../analysis/index.js';
import type { RunRecord } from '../record/index.js';
import { formatRatio, formatRatioInterval } from '../stats/index.js';
import type { Finding } from './finding.js';

/** More workers should bring at least this, or they bring nothing. */
const SOME_SCALING = 1.1;
/** What chunks and cores have to allow before a missing speedup needs another cause. */
const ENOUGH_ROOM = 1.5;

/** From this share of the ceiling on, the machine is what holds a pool back. */
const NEAR = 0.9;

/** More workers bring nothing, though there are chunks and cores enough for them. */
export function doesNotParallelise({ header }: RunRecord, { cases }: Analysis): Finding[] {
  const flat = cases.filter((result) => result.status === 'ok' && !result.case.cold && isFlat(result));
  const groups = groupBy(flat, ({ case: one }) => `${workKey(one)} ${one.engine}`);
  return [...groups.values()].map((same) => {
    const best = same.reduce((a, b) => (b.scaling!.value > a.scaling!.value ? b : a));
    return {
      check: 'does-not-parallelise',
      severity: 'warning',
      cases: same.map((result) => result.case.id),
      message: `${nameWork(best.case, header.plan.cases)} does not parallelise with ${nameSetting(best.case)}: ${formatRatioInterval(best.scaling!)} of one worker, where chunks and cores allow ${formatRatio(roomOf(best))}${ceilingOf(best)}.`,
      advice: isHeldByMachine(best)
        ? 'The machine itself gives isolated workers no more: memory bandwidth, shared cores or a hidden quota. Try other hardware, or less memory traffic a task.'
        : 'Look at what the workers wait for: tasks shorter than their messages (try a larger chunksize), large results, a lock or another shared resource.',
    };
  });
}

function isFlat(result: CaseResult): boolean {
  const { scaling, case: one } = result;
  if (scaling === null || one.workers < 2 || one.cores < 2) return false;
  return scaling.value <= SOME_SCALING && roomOf(result) >= ENOUGH_ROOM;
}

function roomOf({ bound, case: { workers, cores } }: CaseResult): number {
  return Math.min(bound?.chunks ?? workers, cores);
}

function ceilingOf({ ceiling }: CaseResult): string {
  return ceiling === null ? '' : ` and the ceiling is ${formatRatio(ceiling.value)}`;
}

function isHeldByMachine({ scaling, ceiling }: CaseResult): boolean {
  return ceiling !== null && scaling!.value >= NEAR * ceiling.value;
}
