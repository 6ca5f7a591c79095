import { formatPercent } from '../../../stats/index.js';
import { dipOf, type MeasuredBest } from '../best.js';
import type { MeasuredPoint, SurePoint } from '../points.js';
import { priors } from '../priors.js';
import { interpolated, type ScalingPrediction } from './prediction.js';
import { isSuperlinear } from './superlinear.js';

/** Where a law lies farthest from what was measured, if that is farther than the points scatter. */
export interface LawMiss {
  workers: number;
  /** Law ÷ measured − 1: above 0 the law promises more than there was. */
  off: number;
}

/** `17 % too high`. */
export function howFarOff(off: number): string {
  return `${formatPercent(Math.abs(off))} too ${off > 0 ? 'high' : 'low'}`;
}

/** Standard errors of a point that a law may miss it by, since the worst of several is looked at. */
const FARTHEST = 3;
/** A law that misses by less is as good as laws are, with errors that are known and without. */
const LEAST_MISS = { known: 0.02, assumed: 0.06 };

/** The largest miss of a law that misses a point by more than its error, or rises where the points fall. */
export function missOf(
  points: readonly SurePoint[],
  law: (workers: number) => number,
  { fall }: MeasuredBest,
): LawMiss | undefined {
  const misses = points
    .map((point) => ({ point, miss: Math.log(law(point.workers) / point.throughput) }))
    .filter(({ miss }) => Number.isFinite(miss));
  const far = misses.filter(({ point, miss }) => Math.abs(miss) > allowedAt(point));
  const risesInstead = fall !== undefined && law(fall.workers) > law(fall.from);
  if (misses.length === 0 || (far.length === 0 && !risesInstead)) return undefined;
  const { point, miss } = (far.length > 0 ? far : misses).reduce((a, b) =>
    Math.abs(b.miss) > Math.abs(a.miss) ? b : a,
  );
  return { workers: point.workers, off: Math.expm1(miss) };
}

function allowedAt({ error, isErrorKnown }: SurePoint): number {
  const least = isErrorKnown ? LEAST_MISS.known : LEAST_MISS.assumed;
  return Math.max(least, FARTHEST * Math.hypot(error, isErrorKnown ? priors.noise : 0));
}

/** What the points do that the law does not, as the end of a sentence: `: no law has a dip at 2 workers`. */
export function shapeWithoutLaw(points: readonly SurePoint[], { fall }: MeasuredBest): string {
  const dip = dipOf(points);
  if (dip !== undefined) return `: no law has a dip at ${dip} workers`;
  if (fall !== undefined) return `: it does not follow the fall from ${fall.from} to ${fall.workers} workers`;
  return ', more than the points scatter';
}

/**
 * The same curve moved onto the points, by what each misses beyond `spread` (in ln throughput): straight in ln workers
 * between them, by as much as at the outermost ones outside.
 */
export function heldTo(
  points: readonly MeasuredPoint[],
  curve: (workers: number) => number,
  spread: (point: MeasuredPoint) => number,
): (workers: number) => number {
  const moves = points.map((point) => {
    const miss = Math.log(point.throughput / curve(point.workers));
    const beyond = Math.sign(miss) * Math.max(0, Math.abs(miss) - spread(point));
    return { workers: point.workers, value: Number.isFinite(beyond) ? beyond : 0 };
  });
  return (workers) => curve(workers) * Math.exp(interpolated(moves, workers));
}

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
