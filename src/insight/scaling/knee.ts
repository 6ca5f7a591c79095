import { type Interval, liesBelow } from '../../stats/index.js';
import { type Difference, type Fitted, fitModel, throughputOf } from './fitting/fit-model.js';
import type { Model } from './laws/model.js';
import { withThreads } from './laws/smt.js';
import { correctedUsl } from './laws/usl-curve.js';
import { type MeasuredPoint, NORMAL_95 } from './points.js';
import { priors } from './priors.js';

/** A bend found in the points alone. */
export interface Knee {
  /** The measured count at which it is. */
  workers: number;
  /** What each worker beyond it adds, as a share of what one before it had on average. */
  slope: Interval;
}

/** Fewer tell a bend from a slow droop by luck only. */
const LEAST_POINTS_A_SIDE = 3;
/** Beyond a bend each worker adds clearly less than before it: the whole interval lies below. */
const LARGEST_SLOPE = 0.8;
/** A bend takes two parameters and was sought at every count: it must be worth this many times ln n. */
const COST_OF_BEND = 3;

/**
 * Segmented regression: the USL up to each measured count in turn and a straight line beyond it; the likeliest
 * wins, if it is worth its parameters (Schwarz, Ann. Statist. 6, 1978). Misses are taken as Cauchy distributed
 * (Lange, Little, Taylor, JASA 84, 1989, on such robust likelihoods), so that a disturbed count or two neither
 * make a bend nor hide one.
 */
export function findKnee(points: readonly MeasuredPoint[]): Knee | undefined {
  const places = points.slice(LEAST_POINTS_A_SIDE - 1, -LEAST_POINTS_A_SIDE);
  if (places.length === 0) return undefined;
  const largest = points.at(-1)!.workers;
  const bent = places
    .map(({ workers }) => fitBent(points, workers, largest))
    .reduce((a, b) => (b.surprise < a.surprise ? b : a));
  const smooth = surpriseAt(fitRobustly(correctedUsl(largest), points), points);
  const isWorthIt = smooth - bent.surprise > COST_OF_BEND * Math.log(points.length);
  const slope = slopeBeyond(bent, points);
  return isWorthIt && liesBelow(slope, LARGEST_SLOPE) ? { workers: bent.workers, slope } : undefined;
}

/** The fitted slope, as uncertain as the measured ratio of the last point to the one at the bend leaves it. */
function slopeBeyond(
  { workers, slope }: { workers: number; slope: number },
  points: readonly MeasuredPoint[],
): Interval {
  const [knee, last] = [points.find((point) => point.workers === workers)!, points.at(-1)!];
  const ratio = last.throughput / knee.throughput;
  const half = NORMAL_95 * ratio * Math.hypot(knee.error ?? 0, last.error ?? 0);
  const reach = (half * workers) / (last.workers - workers);
  return { value: slope, low: slope - reach, high: slope + reach };
}

function fitBent(points: readonly MeasuredPoint[], workers: number, largest: number) {
  const model = withThreads(correctedUsl(workers), { physical: workers, logical: largest });
  const fit = fitRobustly(model, points);
  const slope = ((fit.values.at(-1)! - 1) * workers) / (largest - workers);
  return { workers, slope, surprise: surpriseAt(fit, points) };
}

function fitRobustly(model: Model, points: readonly MeasuredPoint[]): Fitted {
  const roles = model.parameters.map(({ isAlwaysPrior }) => (isAlwaysPrior ? 'prior' : 'free'));
  return fitModel(model, points, { difference: robustDifference, roles });
}

const robustDifference: Difference = (fitted, { throughput }) => {
  const miss = Math.log(fitted / throughput) / (2 * priors.noise);
  return Math.sign(miss) * Math.sqrt(Math.log1p(miss * miss));
};

/** −ln likelihood of the misses, less its constants, at the scale that suits them best. */
function surpriseAt(fit: Fitted, points: readonly MeasuredPoint[]): number {
  const misses = points.map(({ workers, throughput }) => Math.log(throughputOf(fit, workers) / throughput));
  const surprises = SCALES.map((scale) =>
    misses.reduce((sum, miss) => sum + Math.log(scale) + Math.log1p((miss / scale) ** 2), 0),
  );
  return Math.min(...surprises);
}

/** From a third of the noise of clean measurements up, as fractions of the throughput. */
const SCALES = Array.from({ length: 9 }, (_, i) => (priors.noise / 3) * 2 ** i);
