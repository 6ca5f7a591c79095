import type { Choice } from './choose.js';
import { type Discrepancy, discrepancyAt } from './discrepancy.js';
import { throughputOf } from './fitting.js';
import { checkPositive, type MeasuredPoint } from './points.js';
import { around, type ScalingPrediction, withoutOverflow } from './prediction.js';
import { priors } from './priors.js';
import type { SamplingError } from './relative-fit.js';
import type { Threads } from './smt.js';

/** Turns a chosen law into predictions: sampling and discrepancy together, as independent errors. */
export function predictor(
  choice: Choice,
  points: readonly MeasuredPoint[],
  sampling: SamplingError,
  discrepancy: Discrepancy,
  quotaCpus = Number.POSITIVE_INFINITY,
): (workers: number) => ScalingPrediction {
  const { fit, threads } = choice;
  const largest = points.at(-1)!.workers;
  const physical = threads?.physical ?? Number.POSITIVE_INFINITY;
  const isKneeMeasured = largest > physical;
  const one = throughputOf(fit, 1);
  // What no curve exceeds: as many times one worker, as far as that one is known.
  const roof = one * (1 + Math.hypot(sampling.t * sampling.at(1), discrepancy.inside));

  const along = (workers: number): ScalingPrediction => {
    const throughput = throughputOf(fit, workers);
    const bare = Math.min(workers, physical, quotaCpus);
    const efficiency = throughputOf(fit, bare) / (bare * one);
    const doublings = Math.log2(Math.min(workers, quotaCpus) / largest);
    const half = sampling.t * sampling.at(workers);
    const whole = Math.hypot(half, discrepancyAt(discrepancy, efficiency, doublings));
    return {
      throughput,
      ...around(throughput, whole, Math.min(workers, quotaCpus) * roof),
      extrapolated: workers > largest,
      sampling: around(throughput, half),
    };
  };

  return (workers) => {
    checkPositive(workers, 'workers');
    const busy = Math.min(workers, quotaCpus);
    const isAlong = threads === undefined || isKneeMeasured || busy <= physical;
    return withoutOverflow(isAlong ? along(workers) : acrossKnee(along, busy, threads));
  };
}

/** Nobody measured the threads of a core together: the yield is a range, told apart from the rest. */
function acrossKnee(
  along: (workers: number) => ScalingPrediction,
  busy: number,
  { physical, logical }: Threads,
): ScalingPrediction {
  const cores = along(busy <= logical ? physical : (busy * physical) / logical);
  const share = Math.min(1, (busy - physical) / (logical - physical));
  const gain = (yieldOfCore: number) => 1 + (yieldOfCore - 1) * share;
  const { low, middle, high } = priors.yield;
  return {
    throughput: cores.throughput * gain(middle),
    low: cores.low * gain(low),
    high: cores.high * gain(high),
    extrapolated: true,
    assumed: true,
  };
}
