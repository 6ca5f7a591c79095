import { median } from '../stats/index.js';
import type { MeasuredPoint } from './points.js';
import { around, type ScalingPrediction } from './prediction.js';

/** Workers in company do better than one by more than noise makes likely: no law with α, β ≥ 0 can follow. */
const CLEARLY = 0.05;
const CLEARLY_IN_ERRORS = 4;

/** Median throughput a worker in company ÷ that at the smallest count, where it is clearly above 1. */
export function superlinearGain(points: readonly MeasuredPoint[]): number | undefined {
  const [first, ...rest] = points;
  if (first === undefined || rest.length === 0) return undefined;
  const each = ({ workers, throughput }: MeasuredPoint) => throughput / workers;
  const gain = median(rest.map((point) => each(point) / each(first)));
  const least = 1 + Math.max(CLEARLY, CLEARLY_IN_ERRORS * (first.error ?? 0));
  return gain > least ? gain : undefined;
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
