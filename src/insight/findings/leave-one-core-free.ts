import { type Case, engineKey, isPool, workKey } from '../../measure/cases/index.js';
import type { RunRecord } from '../../record/index.js';
import {
  EQUIVALENCE_MARGIN,
  formatMsInterval,
  formatPercent,
  type Interval,
  liesAbove,
  liesBelow,
  ratioInterval,
} from '../../stats/index.js';
import {
  type Analysis,
  type CaseResult,
  groupBy,
  type Measurements,
  nameSetting,
  nameWork,
  nameWorkers,
  restingOn,
  roundRatiosBetween,
} from '../analysis/index.js';
import type { Finding } from './finding.js';
import { medianOverRounds } from './over-rounds.js';

/** One worker fewer that is slower by less than the margin of equivalence costs next to nothing. */
const NEXT_TO_NOTHING = 1 - EQUIVALENCE_MARGIN;

interface Pair {
  all: CaseResult;
  less: CaseResult;
  /** Throughput with one worker fewer ÷ that with all, within rounds. */
  ratio: Interval;
}

/**
 * What one worker fewer than there are cores costs in speed, and gives to whatever else the machine has to do: said
 * where the whole interval of the speed that is left, over undisturbed rounds, lies above 97 % or below it.
 */
export function leaveOneCoreFree(record: RunRecord, { cases, measurements }: Analysis): Finding[] {
  const measured = cases.filter(({ status, case: one }) => status === 'ok' && isWarmPool(one));
  const pairs = measured.flatMap((all) => pairOf(all, measured, measurements));
  const groups = groupBy(pairs, ({ all: { case: one } }) => `${engineKey(one)} ${one.cores}`);
  return [...groups.values()].map((same) => {
    const pair = same.reduce((a, b) => ((b.all.speedup?.value ?? 0) > (a.all.speedup?.value ?? 0) ? b : a));
    const { all, less, ratio } = pair;
    return {
      check: 'leave-one-core-free',
      severity: 'info',
      cases: [less.case.id, all.case.id],
      message: `${nameWork(all.case, record.header.plan.cases)}: with one core left free, ${nameWorkers(less.case)} ${speedIn(ratio)} than ${nameSetting(all.case)}${delayIn(pair, record)}.`,
      advice: liesBelow(ratio, NEXT_TO_NOTHING)
        ? 'Use every core if nothing else matters; leave one free if the program or the machine also has to respond.'
        : 'Leave one core free: it costs next to nothing here, and the main thread and the system have a core to run on.',
    };
  });
}

function isWarmPool({ engine, cold, replica }: Case): boolean {
  return isPool(engine) && !cold && replica === undefined;
}

/** With two cores, one worker fewer is no pool. */
function pairOf(all: CaseResult, measured: readonly CaseResult[], measurements: Measurements): Pair[] {
  const { workers, cores } = all.case;
  if (workers !== Math.ceil(cores) || workers < 3) return [];
  const less = measured.find(({ case: one }) => one.workers === workers - 1 && isSameSetting(one, all.case));
  if (!less) return [];
  const { kept } = roundRatiosBetween(measurements, less.case.id, all.case.id);
  const { used, basis } = restingOn(kept);
  const ratio = ratioInterval(used.map(({ logRatio }) => logRatio));
  const isClear = liesAbove(ratio, NEXT_TO_NOTHING) || liesBelow(ratio, NEXT_TO_NOTHING);
  return isClear && basis === 'undisturbed' ? [{ all, less, ratio }] : [];
}

/** Whatever `auto` came to counts as one chunksize. */
function isSameSetting(a: Case, b: Case): boolean {
  const isSameLine = [a, b]
    .map((one) => JSON.stringify([workKey(one), one.engine, one.dispatch, one.cpus, one.quota]))
    .every((key, _, keys) => key === keys[0]);
  const isSameChunk =
    a.chunksize === b.chunksize || a.chunksizeAsked.some((asked) => b.chunksizeAsked.includes(asked));
  return isSameLine && isSameChunk;
}

function speedIn(ratio: Interval): string {
  const change = (factor: number) => formatPercent(Math.abs(factor - 1));
  if (ratio.high < 1) return `are ${change(ratio.value)} slower (${range(ratio)})`;
  if (ratio.low > 1) return `are ${change(ratio.value)} faster (${range(ratio)})`;
  return `are not clearly slower (${range(ratio)})`;
}

/** Of the speed with all cores. */
function range({ low, high }: Interval): string {
  return `${formatPercent(low)} to ${formatPercent(high)} of the speed`;
}

function delayIn({ all, less }: Pair, record: RunRecord): string {
  const [some, most] = [less, all].map((result) =>
    medianOverRounds(record, result, ({ eventLoopDelayMs }) => eventLoopDelayMs?.p99),
  );
  if (!some || !most) return '';
  return `; 99 % of other events on the main thread wait at most ${formatMsInterval(some)}, against ${formatMsInterval(most)} with all cores`;
}
