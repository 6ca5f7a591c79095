import { isFall } from './best.js';
import type { Fitted } from './fitting.js';
import type { ScalingPrediction } from './prediction.js';
import type { SamplingError } from './relative-fit.js';
import type { SurePoint } from './sure-points.js';

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
