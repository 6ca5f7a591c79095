import type { MeasuredPoint } from '../points.js';
import type { ScalingPrediction } from './prediction.js';
import { isSuperlinear } from './superlinear.js';

/** What the measured counts leave possible at another one. */
interface Limits {
  low: number;
  high: number;
}

/** How far a point may be off, as a half-width of ln throughput. */
type Spread<P> = (point: P) => number;

/**
 * Between two measured counts a worker does no more than at one of them and no less than at the other. Beyond the last
 * one it does at most what it did there (perfect scaling), below the first at least that, unless something
 * superlinear was measured. Under a quota the CPUs that it allows count for workers.
 */
export function limitsOf<P extends MeasuredPoint>(
  points: readonly P[],
  spread: { inside: Spread<P>; beyond: Spread<P> },
  quotaCpus = Number.POSITIVE_INFINITY,
): (workers: number) => Limits {
  const busy = (workers: number) => Math.min(workers, quotaCpus);
  const each = (point: P, errors: number) => (point.throughput / busy(point.workers)) * Math.exp(errors);
  const isBounded = !isSuperlinear(points);

  return (workers) => {
    const below = points.findLast((point) => point.workers <= workers);
    const above = points.find((point) => point.workers >= workers);
    if (above === undefined) {
      const last = below!;
      return { low: 0, high: isBounded ? busy(workers) * each(last, spread.beyond(last)) : Number.MAX_VALUE };
    }
    if (below === undefined) {
      const low = isBounded ? busy(workers) * each(above, -spread.inside(above)) : 0;
      return { low, high: Number.MAX_VALUE };
    }
    const ends = [below, above];
    return {
      low: busy(workers) * Math.min(...ends.map((point) => each(point, -spread.inside(point)))),
      high: busy(workers) * Math.max(...ends.map((point) => each(point, spread.inside(point)))),
    };
  };
}

/** The prediction, and its interval, within the limits. */
export function within(prediction: ScalingPrediction, { low, high }: Limits): ScalingPrediction {
  const throughput = Math.min(Math.max(prediction.throughput, low), high);
  return {
    ...prediction,
    throughput,
    low: Math.min(throughput, Math.max(prediction.low, low)),
    high: Math.max(throughput, Math.min(prediction.high, high)),
  };
}
