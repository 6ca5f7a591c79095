/** Throughput at a worker count, in the unit of the points. low ≤ throughput ≤ high, a 95 % interval. */
export interface ScalingPrediction {
  throughput: number;
  low: number;
  high: number;
  /** Beyond the largest measured count. */
  extrapolated: boolean;
  /** The part of the interval that sampling explains; absent where the range is assumed. */
  sampling?: { low: number; high: number };
  /** The range comes from priors, not from these points. */
  assumed?: true;
}

/**
 * From a relative half-width: an interval of the time a task takes, turned into throughput, since it is the
 * time in which the laws add up. It ends at `ideal`, which no curve exceeds.
 */
export function around(throughput: number, half: number, ideal = Number.POSITIVE_INFINITY) {
  const high = half < 1 ? throughput / (1 - half) : Number.MAX_VALUE;
  return {
    low: throughput / (1 + half),
    high: Math.max(throughput, Math.min(high, ideal, Number.MAX_VALUE)),
  };
}

/** The same where counts or rates near the ends of floating point overflowed on the way. */
export function withoutOverflow(prediction: ScalingPrediction): ScalingPrediction {
  const throughput = within(prediction.throughput, Number.MAX_VALUE);
  return {
    ...prediction,
    throughput,
    low: Math.min(throughput, within(prediction.low, 0)),
    high: Math.max(throughput, within(prediction.high, Number.MAX_VALUE)),
  };
}

function within(value: number, instead: number): number {
  return Number.isNaN(value) ? instead : Math.min(value, Number.MAX_VALUE);
}

/** A value at a worker count. */
interface ValueAt {
  workers: number;
  value: number;
}

/** Straight in ln workers between the counts, which ascend; constant outside them. */
export function interpolated(values: readonly ValueAt[], workers: number): number {
  const above = values.findIndex((one) => one.workers >= workers);
  if (above === -1) return values.at(-1)!.value;
  const [a, b] = [values[above - 1], values[above]!];
  if (a === undefined || b.workers === workers) return b.value;
  const share = Math.log(workers / a.workers) / Math.log(b.workers / a.workers);
  return a.value * (1 - share) + b.value * share;
}
