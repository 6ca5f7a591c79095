import { engineKey, isOneRun, startsPrograms } from '../../measure/cases/index.js';
import type { RunRecord } from '../../record/index.js';
import { formatRatio, formatRatioInterval, liesAbove, liesBelow } from '../../stats/index.js';
import {
  type Analysis,
  type CaseResult,
  coresOf,
  groupBy,
  nameSetting,
  nameWork,
} from '../analysis/index.js';
import type { Finding } from './finding.js';
import { isQuiet } from './over-rounds.js';

/** More workers should bring at least this, or they bring nothing. */
const SOME_SCALING = 1.1;
/** What chunks and cores have to allow before a missing speedup needs another cause. */
const ENOUGH_ROOM = 1.5;

/** From this share of the ceiling on, the machine is what holds a pool back. */
const NEAR = 0.9;

/**
 * More workers bring nothing, though there are chunks and cores enough for them: the whole interval of the scaling
 * lies below 1.1, over undisturbed rounds.
 */
export function doesNotParallelise({ header }: RunRecord, { cases }: Analysis): Finding[] {
  const flat = cases.filter((result) => result.status === 'ok' && !result.case.cold && isFlat(result));
  const groups = groupBy(flat, ({ case: one }) => engineKey(one));
  return [...groups.values()].map((same) => {
    const best = same.reduce((a, b) => (b.scaling!.value > a.scaling!.value ? b : a));
    return {
      check: 'does-not-parallelise',
      severity: 'warning',
      cases: same.map((result) => result.case.id),
      message: `${nameWork(best.case, header.plan.cases)} does not parallelise with ${nameSetting(best.case)}: ${formatRatioInterval(best.scaling!)} of one worker, where ${isOneRun(best.case) ? 'the cores' : 'chunks and cores'} allow ${formatRatio(roomOf(best))}${ceilingOf(best)}.`,
      advice: adviceOn(best),
    };
  });
}

function isFlat(result: CaseResult): boolean {
  const { scaling, case: one } = result;
  if (one.workers < 2 || coresOf(result) < 2 || !isQuiet(result)) return false;
  return liesBelow(scaling, SOME_SCALING) && roomOf(result) >= ENOUGH_ROOM;
}

function roomOf(result: CaseResult): number {
  return Math.min(result.bound?.chunks ?? result.case.workers, coresOf(result));
}

function ceilingOf({ ceiling }: CaseResult): string {
  return ceiling === null ? '' : ` and the ceiling is ${formatRatioInterval(ceiling)}`;
}

/** Machine or pool, where the interval of scaling ÷ ceiling, as wide as the two can make it, lies on one side. */
function adviceOn({ scaling, ceiling, case: one }: CaseResult): string {
  if (one.command === 'self-parallel') return OWN_WORKERS;
  if (one.command === 'copies') return SHARED;
  const share = ceiling && {
    value: scaling!.value / ceiling.value,
    low: scaling!.low / ceiling.high,
    high: scaling!.high / ceiling.low,
  };
  if (liesAbove(share, NEAR))
    return 'The machine itself gives isolated workers no more: memory bandwidth, shared cores or a hidden quota. Try other hardware, or less memory traffic per task.';
  if (liesBelow(share, NEAR))
    return 'Look at what the workers wait for: tasks shorter than their messages (try a larger chunksize), large results, a lock or another shared resource.';
  const what = startsPrograms(one) ? 'what the processes share' : 'the pool';
  return `It is not clear yet whether the machine or ${what} is to blame: more rounds would narrow the ceiling and settle it.`;
}

const SHARED =
  'Look at what the copies share: memory bandwidth, a disk, a lock or a file, or cores that each of them already uses all of.';
const OWN_WORKERS =
  'Check that the number of workers reaches the program: some read another option, or another variable. If it does, its work is serial, or waits for a disk, a lock or memory.';
