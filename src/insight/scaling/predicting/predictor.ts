import type { ChosenLaw } from '../choose.js';
import { throughputOf } from '../fitting/fit-model.js';
import type { SamplingError } from '../fitting/relative-fit.js';
import type { Threads } from '../laws/smt.js';
import { checkPositive, type MeasuredPoint, NORMAL_95, type SurePoint } from '../points.js';
import { type Discrepancy, discrepancyAt, priors } from '../priors.js';
import { heldTo, limitsOf, within } from './held-to-points.js';
import { around, type ScalingPrediction, withoutOverflow } from './prediction.js';
import { isSuperlinear } from './superlinear.js';

/** What a prediction rests on beside the law. */
interface Basis {
  points: readonly SurePoint[];
  /** The law misses the points, so that its curve is moved onto them. */
  isMissed: boolean;
  /** Predictions keep to what the measured counts leave possible. */
  isLimited: boolean;
  sampling: SamplingError;
  discrepancy: Discrepancy;
  quotaCpus: number | undefined;
}

/**
 * Turns a chosen law into predictions: sampling and discrepancy together, as independent errors, within what the
 * measured counts leave possible.
 */
export function predictor(chosen: ChosenLaw, basis: Basis): (workers: number) => ScalingPrediction {
  const { fit, threads } = chosen;
  const { points, sampling, discrepancy, quotaCpus = Number.POSITIVE_INFINITY } = basis;
  const largest = points.at(-1)!.workers;
  const physical = threads?.physical ?? Number.POSITIVE_INFINITY;
  const isKneeMeasured = largest > physical;
  const law = (workers: number) => throughputOf(fit, workers);
  const curve = basis.isMissed ? heldTo(points, law, ownSpread) : law;
  const one = law(1);
  // What no curve exceeds: as many times one worker, as far as that one is known.
  const roof = isSuperlinear(points)
    ? Number.POSITIVE_INFINITY
    : curve(1) * (1 + Math.hypot(sampling.t * sampling.at(1), discrepancy.inside));

  const along = (workers: number): ScalingPrediction => {
    const throughput = curve(workers);
    const bare = Math.min(workers, physical, quotaCpus);
    const efficiency = law(bare) / (bare * one);
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

  const limits = limitsOf(points, spreadsOf(basis), quotaCpus);
  return (workers) => {
    checkPositive(workers, 'workers');
    const busy = Math.min(workers, quotaCpus);
    const isAlong = threads === undefined || isKneeMeasured || busy <= physical;
    const prediction = isAlong ? along(workers) : acrossKnee(along, busy, threads);
    return withoutOverflow(basis.isLimited ? within(prediction, limits(workers)) : prediction);
  };
}

const ownSpread = ({ error = 0 }: MeasuredPoint) => NORMAL_95 * error;

/**
 * Between measured counts a law that fits them knows better than any two of them. Where it misses them, others are as
 * noisy as these, and no curve is the machine. Beyond them the last count is taken at its word.
 */
function spreadsOf({ isMissed, sampling, discrepancy }: Basis): Parameters<typeof limitsOf<SurePoint>>[1] {
  const { inside } = discrepancy;
  return {
    inside: ({ error, noise = priors.noise }) =>
      isMissed ? sampling.t * Math.hypot(error, Math.SQRT2 * noise) + inside : Number.POSITIVE_INFINITY,
    beyond: ({ error, noise = error, isErrorKnown }) =>
      NORMAL_95 * (isErrorKnown ? error : Math.min(error, noise)) + inside,
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
