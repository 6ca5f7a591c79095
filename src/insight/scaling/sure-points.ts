import { median } from '../../stats/index.js';
import type { MeasuredPoint } from './points.js';
import { priors } from './priors.js';

/** A measured count with its error: its own, or the one that is assumed where the file gives none. */
export interface SurePoint extends MeasuredPoint {
  error: number;
  /** It comes from samples or an interval of this count. */
  isErrorKnown: boolean;
}

/** Fewer counts do not tell their noise from their shape. */
const LEAST_POINTS = 7;
/** Median of |x| of a standard normal distribution. */
const MEDIAN_OF_NORMAL = 0.6745;

/** Where nothing tells, the error is that of clean measurements, or what neighbours scatter where they are enough. */
export function withErrors(points: readonly MeasuredPoint[]): SurePoint[] {
  const assumed = Math.max(priors.noise, points.length < LEAST_POINTS ? 0 : localNoise(points));
  return points.map((point) => ({
    ...point,
    error: point.error ?? assumed,
    isErrorKnown: point.error !== undefined,
  }));
}

/**
 * Scatter of ln throughput around a curve of which only smoothness is known: each four neighbours are compared with the
 * parabola in ln workers that is nearest to them (Gasser, Sroka, Jennen-Steinmetz, Biometrika 73, 1986, with a parabola
 * for their line, since these curves bend). The median, so that a single kink is no noise.
 */
function localNoise(points: readonly MeasuredPoint[]): number {
  const misses = points.slice(3).map((_, i) => Math.abs(missOfFour(points.slice(i, i + 4))));
  return median(misses) / MEDIAN_OF_NORMAL;
}

/** Their third divided difference, scaled to the standard deviation of one of them. */
function missOfFour(four: readonly MeasuredPoint[]): number {
  const places = four.map(({ workers }) => Math.log(workers));
  const weights = places.map((at, i) =>
    places.reduce((product, other, j) => (i === j ? product : product / (at - other)), 1),
  );
  const difference = weights.reduce((sum, weight, i) => sum + weight * Math.log(four[i]!.throughput), 0);
  return difference / Math.hypot(...weights);
}
