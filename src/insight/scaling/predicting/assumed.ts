import { type Threads, throughputWithThreads } from '../laws/smt.js';
import { coreThroughput } from '../laws/usl-curve.js';
import { type MeasuredPoint, NORMAL_95 } from '../points.js';
import { calibratedDiscrepancy, priors } from '../priors.js';
import { heldTo, limitsOf, within } from './held-to-points.js';
import { interpolated, type ScalingPrediction } from './prediction.js';

/** The CPUs that a curve is of. */
interface Cpus {
  threads: Threads | undefined;
  quotaCpus: number;
}

/** What of the range that is assumed: the lowest curve has the most contention. */
type End = 'low' | 'middle' | 'high';
const contentionAt = { low: 'high', middle: 'middle', high: 'low' } as const;

/**
 * What one or two counts allow to say: the range that public measurements of other software and machines span, put
 * through the measured counts, and widened by how little these are known, up to the ideal. Where two counts show more
 * contention than that range has, it is moved as far as they prove, and is the wider beyond them the farther that is.
 */
export function assumedPredictor(
  points: readonly MeasuredPoint[],
  threads: Threads | undefined,
  quotaCpus = Number.POSITIVE_INFINITY,
): (workers: number) => ScalingPrediction {
  const [first, last] = [points[0]!, points.at(-1)!];
  const cpus = { threads, quotaCpus };
  const more = contentionBeyond(points, cpus);
  const curves = (['low', 'middle', 'high'] as const).map((end) =>
    heldTo(points, shapeOf(end, more, cpus), () => 0),
  );
  const errors = points.map(({ workers, error = 0 }) => ({ workers, value: NORMAL_95 * error }));
  const spread = ({ error = 0 }: MeasuredPoint) => NORMAL_95 * error;
  const limits = limitsOf(points, { inside: spread, beyond: spread }, quotaCpus);
  const unlike = calibratedDiscrepancy.loss * efficiencyBelow(points, cpus);

  return (workers) => {
    const [low, throughput, high] = curves.map((curve) => curve(workers)).toSorted((a, b) => a - b);
    const doublings = Math.max(0, Math.log2(workers / last.workers));
    const open = Math.exp(interpolated(errors, workers)) * (1 + unlike * doublings);
    const ideal = ((workers * first.throughput) / first.workers) * Math.exp(spread(first));
    const range = {
      throughput: throughput!,
      low: low! / open,
      high: Math.max(high!, Math.min(high! * open, ideal)),
      extrapolated: workers > last.workers,
      assumed: true as const,
    };
    return within(range, limits(workers));
  };
}

/** Throughput over workers, in units of one worker. */
function shapeOf(end: End, more: number, { threads, quotaCpus }: Cpus): (workers: number) => number {
  const { alpha, beta } = priors.assumed;
  const contention = alpha[contentionAt[end]] + more;
  const core = (count: number) => coreThroughput(count, contention, beta[contentionAt[end]]);
  return (workers) => {
    const busy = Math.min(workers, quotaCpus);
    return threads === undefined ? core(busy) : throughputWithThreads(core, priors.yield[end], threads, busy);
  };
}

/** Last count ÷ first one on the lowest curve. */
function lowestRatio(points: readonly MeasuredPoint[], more: number, cpus: Cpus): number {
  const shape = shapeOf('low', more, cpus);
  return shape(points.at(-1)!.workers) / shape(points[0]!.workers);
}

/** The same as it was measured, as high as its error allows. */
function highestMeasured(points: readonly MeasuredPoint[]): number {
  const [first, last] = [points[0]!, points.at(-1)!];
  const error = NORMAL_95 * Math.hypot(first.error ?? 0, last.error ?? 0);
  return (last.throughput / first.throughput) * Math.exp(error);
}

const MOST_CONTENTION = 1e6;
const HALVINGS = 80;

/** The contention beyond that of other software without which the lowest curve would rise more than the points do. */
function contentionBeyond(points: readonly MeasuredPoint[], cpus: Cpus): number {
  const measured = highestMeasured(points);
  if (points.length < 2 || !(measured < lowestRatio(points, 0, cpus))) return 0;
  let [least, most] = [0, MOST_CONTENTION];
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = (least + most) / 2;
    if (lowestRatio(points, middle, cpus) > measured) least = middle;
    else most = middle;
  }
  return most;
}

/** Efficiency that the points miss beyond what other software misses at most. */
function efficiencyBelow(points: readonly MeasuredPoint[], cpus: Cpus): number {
  const perWorker = points[0]!.workers / points.at(-1)!.workers;
  const missing = (lowestRatio(points, 0, cpus) - highestMeasured(points)) * perWorker;
  return Math.max(0, missing);
}
