import {
  counted,
  formatPercentInterval,
  formatRate,
  type Interval,
  liesAbove,
  liesBelow,
} from '../../stats/index.js';
import { type ChosenLaw, isSamePlace } from './choose.js';
import type { SamplingError } from './fitting/relative-fit.js';
import type { Threads } from './laws/smt.js';
import type { MeasuredPoint, ScalingMachine, SurePoint } from './points.js';
import { howFarOff, type LawMiss } from './predicting/held-to-points.js';
import { CLEARLY, gainAt } from './predicting/superlinear.js';
import { priors } from './priors.js';

/** A curve of which this much is left, or less, may bend anywhere beyond its last point. */
const BENT = 0.9;
/** Points that leave this much open at twice their largest count, as a fraction, do not tell the curve. */
const UNTOLD = 0.2;
/** A second thread that surely adds this share of what a core does is a core, whatever the machine says. */
const AS_GOOD_AS_A_CORE = 0.9;

/** What makes a fit or its predictions doubtful: of which kind it is, and a sentence or two that say it. */
export interface ScalingDoubt {
  kind:
    | 'few-counts'
    | 'superlinear'
    | 'more-than-workers'
    | 'two-clusters'
    | 'law-misses'
    | 'topology'
    | 'unmeasured-knee'
    | 'quota'
    | 'bending';
  message: string;
}

const { low, high } = priors.yield;
const yieldRange = `${low} to ${high}`;

export function tooFewPoints(points: readonly MeasuredPoint[], threads: Threads | undefined): ScalingDoubt[] {
  const few = points.length === 1 ? 'One worker count is' : 'Two worker counts are';
  const smt =
    threads === undefined
      ? ''
      : ` and the yield of a core with all its threads busy between ${yieldRange} of one thread`;
  return doubt(
    'few-counts',
    `${few} too few for a law: predictions are the range that other software and machines span (α up to ${priors.assumed.alpha.high}${smt}), marked assumed. Measure at least three counts, ideally 1, half of the physical cores, all of them, and all logical CPUs.`,
  );
}

export function superlinear(gain: Interval, points: readonly MeasuredPoint[]): ScalingDoubt {
  const first = points[0]!.workers;
  const than = first === 1 ? 'one worker alone' : `each of ${first} workers`;
  const message = `Superlinear: a worker beside others does ${formatPercentInterval(beyondOne(gain))} more than ${than} (median). No scaling law allows that, so none is fitted; look for caches that add up, a cold or disturbed measurement of few workers, or work that is not the same.`;
  return { kind: 'superlinear', message };
}

/** `shape`: what the points do that the law does not. */
export function lawMisses({ workers, off }: LawMiss, shape: string): ScalingDoubt[] {
  const count = counted(workers, 'worker');
  return doubt(
    'law-misses',
    `The law is ${howFarOff(off)} at ${count}${shape}. Predictions follow the measured points instead, and are a guess beyond them.`,
  );
}

/** Whatever makes the chosen law or its predictions doubtful. */
export function doubtsOf(
  chosen: ChosenLaw,
  points: readonly MeasuredPoint[],
  machine: ScalingMachine,
  sampling: SamplingError,
): ScalingDoubt[] {
  return [
    ...topology(chosen, points, machine, sampling),
    ...unmeasuredKnee(chosen, points, machine),
    ...quota(points, machine),
    ...bending(chosen, points, sampling),
  ];
}

function topology(
  { knee, fit, threads, isKneeFound }: ChosenLaw,
  points: readonly MeasuredPoint[],
  machine: ScalingMachine,
  sampling: SamplingError,
): ScalingDoubt[] {
  const reported = machine.physicalCores;
  if (knee !== undefined && reported === undefined && isKneeFound) {
    return doubt(
      'topology',
      `The points bend at ${knee.workers} workers, taken as the physical cores: each worker beyond adds ${formatPercentInterval(knee.slope)} of what one before it does. Give the physical cores to be sure.`,
    );
  }
  const found = knee && { physical: knee.workers, logical: 2 * knee.workers };
  const told = reported === undefined ? undefined : { physical: reported, logical: 2 * reported };
  if (found !== undefined && told !== undefined && !isSamePlace(found, told, points)) {
    const used = isKneeFound ? 'the points predict better and are used' : 'the machine is believed';
    return doubt(
      'topology',
      `The machine reports ${reported} physical cores, but the points bend at ${knee!.workers} workers: ${used}.`,
    );
  }
  const index = fit.model.parameters.findIndex(({ name }) => name === 'yield');
  if (index === -1 || threads === undefined || isKneeFound) return [];
  const slope = secondThread(fit.values[index]!, sampling.t * sampling.ofParameters[index + 1]!, threads);
  if (!liesAbove(slope, AS_GOOD_AS_A_CORE)) return [];
  return doubt(
    'topology',
    `The machine reports several threads per core, ${threads.physical} cores, but the points do not bend there: each of its logical CPUs is as good as a core.`,
  );
}

/** What a second thread adds to a core, as a share of what the core does: a straight line from the knee to the end. */
function secondThread(yieldOfCore: number, half: number, { physical, logical }: Threads): Interval {
  const at = (gain: number) => ((gain - 1) * physical) / (logical - physical);
  return { value: at(yieldOfCore), low: at(yieldOfCore - half), high: at(yieldOfCore + half) };
}

function unmeasuredKnee(
  { threads }: ChosenLaw,
  points: readonly MeasuredPoint[],
  { logicalCores }: ScalingMachine,
): ScalingDoubt[] {
  const largest = points.at(-1)!.workers;
  if (threads === undefined || largest > threads.physical) return [];
  const known =
    logicalCores === undefined ? 'Two threads per core are assumed beyond' : 'Nothing was measured beyond';
  return doubt(
    'unmeasured-knee',
    `${known} the ${threads.physical} physical cores: there the yield of SMT is taken as ${yieldRange}, what most kinds of work get. Measure ${threads.logical} workers to know.`,
  );
}

function quota(points: readonly MeasuredPoint[], { quotaCpus }: ScalingMachine): ScalingDoubt[] {
  if (quotaCpus === undefined || quotaCpus >= points.at(-1)!.workers) return [];
  return doubt(
    'quota',
    `A quota of ${quotaCpus} CPUs caps the curve: more workers add nothing, more quota would.`,
  );
}

function bending(
  { fit, threads }: ChosenLaw,
  points: readonly MeasuredPoint[],
  sampling: SamplingError,
): ScalingDoubt[] {
  const largest = points.at(-1)!.workers;
  const bare = Math.min(largest, threads?.physical ?? largest);
  const value = fit.model.relative(fit.values, bare) / bare / fit.model.relative(fit.values, 1);
  const error = Math.exp(sampling.t * Math.hypot(sampling.at(bare), sampling.at(1)));
  const efficiency = { value, low: value / error, high: value * error };
  const isBent = liesBelow(efficiency, BENT);
  const isUncertain = sampling.t * sampling.at(2 * largest) > UNTOLD;
  if (!isBent && !isUncertain) return [];
  const why = isBent
    ? `the curve has bent already (efficiency ${formatPercentInterval(efficiency)} at ${bare} workers)`
    : 'the points do not show how the curve goes on';
  return doubt(
    'bending',
    `Beyond ${largest} workers the prediction is a guess: ${why}. Measure larger counts.`,
  );
}

function doubt(kind: ScalingDoubt['kind'], message: string): ScalingDoubt[] {
  return [{ kind, message }];
}

function beyondOne({ value, low, high }: Interval): Interval {
  return { value: value - 1, low: low - 1, high: high - 1 };
}

/** Caches that add up give a worker this much at most: beyond it the counts did not do the same work. */
const NOT_THE_SAME = 1.5;

/** The count that did most for its workers, where that is clearly more than the smallest count's workers promise. */
export function moreThanWorkers([first, ...rest]: readonly SurePoint[]): ScalingDoubt[] {
  const gains = rest.map((point) => ({ point, gain: gainAt(point, first!) }));
  const most = gains.toSorted((a, b) => b.gain.low - a.gain.low)[0];
  if (most === undefined || !(most.gain.low > CLEARLY)) return [];
  const { point, gain } = most;
  const times = (ratio: number) => `${formatRate(ratio)}×`;
  const few = first!.workers === 1 ? 'one' : String(first!.workers);
  const did = `${counted(point.workers, 'worker')} did ${times(point.throughput / first!.throughput)} as much as ${few}`;
  const possible = times(point.workers / first!.workers);
  return gain.low > NOT_THE_SAME
    ? [
        {
          kind: 'more-than-workers',
          message: `${did}, and ${possible} is the most they can do: the work was not the same at each count.`,
        },
      ]
    : [
        {
          kind: 'superlinear',
          message: `${did}, more than the ${possible} of perfect scaling: look for caches that add up, a cold or disturbed measurement of few workers, or work that is not the same.`,
        },
      ];
}
