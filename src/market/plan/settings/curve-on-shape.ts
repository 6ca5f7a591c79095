import { fitScaling, priors, type ScalingFit } from '../../../insight/scaling/index.js';
import { type Interval, inverseOf, productOf } from '../../../stats/index.js';
import type { MeasuredCurve } from '../evidence/evidence.js';
import { leastSure, type Provenance } from './provenance.js';

/** Tasks a second of one instance whose cores are as fast as the measured ones. */
export interface Throughput {
  perSecond: Interval;
  provenance: Provenance;
}

/** A measured curve carried over to machines with other numbers of cores. */
export interface CurveOnShapes {
  /** Name of the law; null: too few counts, so that beyond them the ranges of public data stand. */
  law: string | null;
  /** With one worker on each physical core. */
  onCores(workers: number): Throughput;
  /** With `workers` on so many physical cores, several on one. */
  onThreads(workers: number, cores: number, threadsPerCore: number): Throughput;
  /** The worker count up to `most` that gives the most, one a physical core. */
  bestCount(most: number): number;
}

/**
 * Physical cores and their threads are told apart: the law is fitted to the counts that had a core for each worker
 * and no quota in their way, and what the threads of a core add is a factor of its own, measured or assumed.
 */
export function curveOnShapes(curve: MeasuredCurve): CurveOnShapes {
  const { physicalCores = Number.POSITIVE_INFINITY, quotaCpus = Number.POSITIVE_INFINITY } = curve.machine;
  const bare = curve.points.filter(({ workers }) => workers <= Math.min(physicalCores, quotaCpus));
  const points = bare.length > 0 ? bare : curve.points.slice(0, 1);
  const fit = fitScaling(points);
  const counts = new Set(points.map(({ workers }) => workers));
  const onCores = remembered((workers) => coresThroughput(fit, counts, workers));
  const yieldOfCore = measuredYield(curve, onCores) ?? assumedYield;
  return {
    law: fit.law,
    onCores,
    bestCount: bestCounts((workers) => onCores(workers).perSecond.value),
    onThreads: (workers, cores, threadsPerCore) => {
      const full = onCores(cores);
      const share = (workers - cores) / (cores * (threadsPerCore - 1));
      const gain = at(yieldOfCore.perSecond, (value) => 1 + (value - 1) * share);
      return {
        perSecond: productOf(full.perSecond, gain),
        provenance: leastSure(full.provenance, yieldOfCore.provenance),
      };
    },
  };
}

function coresThroughput(fit: ScalingFit, counts: ReadonlySet<number>, workers: number): Throughput {
  const { throughput, low, high, assumed, extrapolated } = fit.predict(workers);
  const perSecond = { value: throughput, low: Math.max(low, Number.MIN_VALUE), high };
  if (counts.has(workers)) return { perSecond, provenance: 'measured here' };
  const unsure = assumed ? 'assumed' : 'extrapolated';
  return { perSecond, provenance: extrapolated || assumed ? unsure : 'measured here' };
}

const assumedYield: Throughput = {
  perSecond: { value: priors.yield.middle, low: priors.yield.low, high: priors.yield.high },
  provenance: 'assumed',
};

/** From the largest count that shared cores, drawn out to all threads of each core. */
function measuredYield(
  { points, machine }: MeasuredCurve,
  onCores: (workers: number) => Throughput,
): Throughput | undefined {
  const { physicalCores: physical, logicalCores: logical, quotaCpus = Number.POSITIVE_INFINITY } = machine;
  if (physical === undefined || logical === undefined || logical <= physical) return undefined;
  const shared = points.findLast(
    ({ workers }) => workers > physical && workers <= Math.min(logical, quotaCpus),
  );
  if (shared === undefined) return undefined;
  const together = { value: shared.throughput, low: shared.low, high: shared.high };
  const ratio = productOf(together, inverseOf(onCores(physical).perSecond));
  const whole = (logical - physical) / (shared.workers - physical);
  const perSecond = at(ratio, (value) => Math.max(MIN_YIELD, 1 + (value - 1) * whole));
  return { perSecond, provenance: 'measured here' };
}

/** Drawn out to all threads, a loss could become a yield of nothing. */
const MIN_YIELD = 0.01;

function at({ value, low, high }: Interval, change: (value: number) => number): Interval {
  return { value: change(value), low: change(low), high: change(high) };
}

function remembered(compute: (workers: number) => Throughput): (workers: number) => Throughput {
  const known = new Map<number, Throughput>();
  return (workers) => {
    const found = known.get(workers) ?? compute(workers);
    known.set(workers, found);
    return found;
  };
}

/** Grows with what is asked for; of equal counts the smaller one. */
function bestCounts(value: (workers: number) => number): (most: number) => number {
  const best = [1];
  return (most) => {
    for (let workers = best.length + 1; workers <= most; workers++) {
      const before = best.at(-1)!;
      best.push(value(workers) > value(before) ? workers : before);
    }
    return best[most - 1]!;
  };
}
