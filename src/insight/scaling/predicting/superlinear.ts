import { type Interval, liesAbove, median } from '../../../stats/index.js';
import { type MeasuredPoint, NORMAL_95 } from '../points.js';
import { around, interpolated, type ScalingPrediction } from './prediction.js';

/** Workers in company do better than one by more than noise makes likely: no law with α, β ≥ 0 can follow. */
export const CLEARLY = 1.05;

/** Throughput a worker at a count ÷ that at the smallest one. */
export function gainAt(point: MeasuredPoint, first: MeasuredPoint): Interval {
  const each = ({ workers, throughput }: MeasuredPoint) => throughput / workers;
  const value = each(point) / each(first);
  const open = Math.exp(NORMAL_95 * Math.hypot(first.error ?? 0, point.error ?? 0));
  return { value, low: value / open, high: value * open };
}

/** Some count did more than so many times the smallest one, clearly. */
export function isSuperlinear([first, ...rest]: readonly MeasuredPoint[]): boolean {
  return rest.some((point) => liesAbove(gainAt(point, first!), CLEARLY));
}

/**
 * Median throughput a worker in company ÷ that at the smallest count, where its whole 95 % interval lies above 1.05.
 * An end of the interval is the median of the counts' own ends: the first count's error is in all of them, so that it
 * does not average out.
 */
export function superlinearGain([first, ...rest]: readonly MeasuredPoint[]): Interval | undefined {
  if (rest.length === 0) return undefined;
  const gains = rest.map((point) => gainAt(point, first!));
  const gain = {
    value: median(gains.map(({ value }) => value)),
    low: median(gains.map(({ low }) => low)),
    high: median(gains.map(({ high }) => high)),
  };
  return liesAbove(gain, CLEARLY) ? gain : undefined;
}

/**
 * Between measured counts the throughput a worker is interpolated (linear in ln workers); beyond them it stays
 * what it was at the last one, down to that of the first: whatever made it grow (caches that add up, a slow
 * start of one worker) has an end that was not measured.
 */
export function superlinearPrediction(
  points: readonly MeasuredPoint[],
  workers: number,
  discrepancy: number,
): ScalingPrediction {
  const [first, last] = [points[0]!, points.at(-1)!];
  const each = eachAt(points, workers);
  const extrapolated = workers > last.workers;
  const gain = Math.abs(Math.log(each / (first.throughput / first.workers)));
  const half = discrepancy + (extrapolated ? gain : gain / 4);
  return { throughput: each * workers, ...around(each * workers, half), extrapolated };
}

function eachAt(points: readonly MeasuredPoint[], workers: number): number {
  const logs = points.map((point) => ({
    workers: point.workers,
    value: Math.log(point.throughput / point.workers),
  }));
  return Math.exp(interpolated(logs, workers));
}
