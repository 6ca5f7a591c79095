import { type Interval, liesAbove, median } from '../stats/index.js';
import { type MeasuredPoint, NORMAL_95 } from './points.js';
import { around, type ScalingPrediction } from './prediction.js';

/** Workers in company do better than one by more than noise makes likely: no law with α, β ≥ 0 can follow. */
const CLEARLY = 1.05;

/**
 * Median throughput a worker in company ÷ that at the smallest count, where its whole 95 % interval lies above 1.05.
 * An end of the interval is the median of the counts' own ends: the first count's error is in all of them, so that it
 * does not average out.
 */
export function superlinearGain(points: readonly MeasuredPoint[]): Interval | undefined {
  const [first, ...rest] = points;
  if (first === undefined || rest.length === 0) return undefined;
  const each = ({ workers, throughput }: MeasuredPoint) => throughput / workers;
  const gainAt = (errors: number) =>
    median(
      rest.map((point) => {
        const error = Math.hypot(first.error ?? 0, point.error ?? 0);
        return (each(point) / each(first)) * Math.exp(errors * error);
      }),
    );
  const gain = { value: gainAt(0), low: gainAt(-NORMAL_95), high: gainAt(NORMAL_95) };
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
  const each = ({ workers: count, throughput }: MeasuredPoint) => throughput / count;
  const above = points.findIndex(({ workers: count }) => count >= workers);
  if (above === -1) return each(points.at(-1)!);
  if (above === 0) return each(points[0]!);
  const [a, b] = [points[above - 1]!, points[above]!];
  const share = Math.log(workers / a.workers) / Math.log(b.workers / a.workers);
  return Math.exp(Math.log(each(a)) * (1 - share) + Math.log(each(b)) * share);
}
