import { type CaseResult, nameWorkers, takenShare, WORTH_A_POOL } from '../../../insight/analysis/index.js';
import { SERIAL } from '../../../measure/cases/index.js';
import { isVirtualIn, type RunRecord } from '../../../record/index.js';
import { formatRate, type Interval, productOf } from '../../../stats/index.js';
import type { MeasuredCurve } from './evidence.js';

/** Where the ends differ by more, the same demand takes so many instances, or half as many again. */
const MOST_WIDTH = 1.5;

/**
 * Why nothing of a work tells whether a pool beats serial; undefined where something does. `results` are all cases of
 * the work, whatever became of them.
 */
export function undecidedGain(results: readonly CaseResult[], record: RunRecord): string | undefined {
  const pools = results.filter((result) => hadCpus(result, record));
  const gains = pools.flatMap((result) => gainOf(result, record) ?? []);
  const isGain = gains.some(({ low, least }) => low > least);
  const isNone = gains.length > 0 && gains.every(({ high }) => high < WORTH_A_POOL);
  if (pools.length === 0 || isGain || isNone) return undefined;
  return gains.length === 0
    ? `too few rounds compare ${nameWorkers(pools[0]!.case)} with serial`
    : nearestText(pools, record);
}

/** Pools that had CPUs to gain by. */
function hadCpus({ case: one, status, settled }: CaseResult, { header }: RunRecord): boolean {
  const { engine, workers, cores, cold, replica } = one;
  const hasCores = cores >= 2 || isVirtualIn(header, engine);
  const isMeant = (status === 'ok' && settled?.reason !== 'behind') || status === 'dropped';
  return isMeant && engine !== SERIAL && workers >= 2 && hasCores && !cold && replica === undefined;
}

interface Gain extends Interval {
  /** What counts as a gain: where load hides its size, not a trace of one. */
  least: number;
}

/** Speedup over serial, as high as it may be without the load that disturbed its rounds. */
function gainOf(result: CaseResult, record: RunRecord): Gain | undefined {
  const { speedup, basis, status } = result;
  if (speedup === null || status !== 'ok') return undefined;
  if (basis === 'undisturbed') return { ...speedup, least: 1 };
  const share = takenShare(record, result.case);
  return { ...speedup, high: speedup.high / (1 - share), least: WORTH_A_POOL };
}

/** The pool that may gain most. */
function nearestText(pools: readonly CaseResult[], record: RunRecord): string {
  const open = pools.flatMap((result) => {
    const gain = gainOf(result, record);
    return gain === undefined ? [] : [{ result, gain }];
  });
  const { result, gain } = open.reduce((a, b) => (b.gain.high > a.gain.high ? b : a));
  const load = result.basis === 'all' ? ', since other load disturbed its rounds' : '';
  return `${nameWorkers(result.case)} are ${rounded(gain.low)} to ${rounded(gain.high)} times as fast as serial${load}`;
}

/** A curve that tells how many instances a demand takes. */
export function isNarrow(curve: MeasuredCurve): boolean {
  const { low, high } = largestThroughput(curve);
  return high <= low * MOST_WIDTH;
}

/** Why none of the curves is narrow. */
export function wideText(curves: readonly MeasuredCurve[]): string {
  const curve = curves.reduce((a, b) => (widthOf(b) < widthOf(a) ? b : a));
  const { low, high } = largestThroughput(curve);
  const { workers } = curve.points.at(-1)!;
  const named = nameWorkers({ engine: curve.engine, workers });
  return `${named} may do anything from ${formatRate(low)} to ${formatRate(high)} tasks a second, so any number of instances would be a guess`;
}

function widthOf(curve: MeasuredCurve): number {
  const { low, high } = largestThroughput(curve);
  return high / low;
}

function largestThroughput({ points, drift }: MeasuredCurve): Interval {
  const { throughput: value, low, high } = points.at(-1)!;
  return productOf({ value, low, high }, drift);
}

function rounded(ratio: number): string {
  return String(Number(ratio.toPrecision(2)));
}
