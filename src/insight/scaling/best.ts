import type { Fitted } from './fitting/fit-model.js';
import type { SamplingError } from './fitting/relative-fit.js';
import { NORMAL_95, type SurePoint } from './points.js';
import type { ScalingPrediction } from './predicting/prediction.js';

/** The measured count with the highest throughput. */
export interface MeasuredBest {
  workers: number;
  throughput: number;
  /** More workers that did less, by more than the points scatter. */
  fall?: MeasuredFall;
}

interface MeasuredFall {
  /** The count that did more. */
  from: number;
  workers: number;
  /** Throughput ÷ that at `from`, below 1. */
  times: number;
}

/** A fall of less is none that anybody acts on. */
const LEAST_FALL = 0.02;

/** Of equal counts the smaller one; of several falls the one to the largest count, otherwise the deepest. */
export function bestOf(points: readonly SurePoint[]): MeasuredBest {
  const best = highestOf(points);
  const last = points.at(-1)!;
  const fall = isFall(best, last) ? fallOf(best, last) : deepestFall(points);
  return { workers: best.workers, throughput: best.throughput, ...(fall && { fall }) };
}

/** The second did less than the first, by more than both are known to. */
function isFall(before: SurePoint, after: SurePoint): boolean {
  const drop = Math.log(before.throughput / after.throughput);
  return drop > Math.max(LEAST_FALL, NORMAL_95 * Math.hypot(before.error, after.error));
}

/** The first count that did less than fewer workers and than more. */
export function dipOf(points: readonly SurePoint[]): number | undefined {
  const dip = points.find(
    (point, i) =>
      i > 0 &&
      isFall(highestOf(points.slice(0, i)), point) &&
      points.slice(i + 1).some((after) => isFall(after, point)),
  );
  return dip?.workers;
}

function highestOf(points: readonly SurePoint[]): SurePoint {
  return points.reduce((a, b) => (b.throughput > a.throughput ? b : a));
}

function deepestFall(points: readonly SurePoint[]): MeasuredFall | undefined {
  const falls = points.slice(1).flatMap((point, i) => {
    const before = highestOf(points.slice(0, i + 1));
    return isFall(before, point) ? [fallOf(before, point)] : [];
  });
  return falls.toSorted((a, b) => a.times - b.times)[0];
}

function fallOf(before: SurePoint, after: SurePoint): MeasuredFall {
  return {
    from: before.workers,
    workers: after.workers,
    times: after.throughput / before.throughput,
  };
}

/** Where a law is highest. */
export interface MeasuredPeak {
  workers: number;
  throughput: number;
  low: number;
  high: number;
}

/** The peak of a law, where what makes it differs from nothing at 5 % and the points are highest there too. */
export function peakOf(
  fit: Fitted,
  points: readonly SurePoint[],
  sampling: SamplingError,
  predict: (workers: number) => ScalingPrediction,
): MeasuredPeak | undefined {
  const peak = fit.model.peak?.(fit.values);
  if (peak === undefined || !isAmong(points, peak.workers)) return undefined;
  const index = fit.model.parameters.findIndex(({ name }) => name === peak.because);
  if (fit.roles[index] !== 'free') return undefined;
  const distance = Math.abs(fit.values[index]! - peak.neutral);
  if (!(distance > sampling.t * sampling.ofParameters[index + 1]!)) return undefined;
  const { throughput, low, high } = predict(peak.workers);
  return { workers: peak.workers, throughput, low, high };
}

/** Between the neighbours of the counts that did best, as far as the points tell which did. */
function isAmong(points: readonly SurePoint[], workers: number): boolean {
  const highest = points.reduce((a, b) => (b.throughput > a.throughput ? b : a));
  const isBest = (point: SurePoint) => !isFall(highest, point);
  const below = points[points.findIndex(isBest) - 1]?.workers ?? 0;
  const above = points[points.findLastIndex(isBest) + 1]?.workers ?? Number.POSITIVE_INFINITY;
  return workers > below && workers < above;
}
