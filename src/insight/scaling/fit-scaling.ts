import type { Interval } from '../../stats/index.js';
import { bestOf, type MeasuredBest, type MeasuredPeak, peakOf } from './best.js';
import { type ChosenLaw, choose, threadsOf } from './choose.js';
import { clusterDoubts, samplesOf } from './clusters.js';
import {
  doubtsOf,
  lawMisses,
  moreThanWorkers,
  type ScalingDoubt,
  superlinear,
  tooFewPoints,
} from './doubts.js';
import { throughputOf } from './fitting/fit-model.js';
import { type SamplingError, samplingError } from './fitting/relative-fit.js';
import {
  checkMachine,
  checkPositive,
  type MeasuredPoint,
  measuredPoints,
  type ScalingMachine,
  type ScalingPoint,
  withErrors,
} from './points.js';
import { assumedPredictor } from './predicting/assumed.js';
import { type LawMiss, missOf, shapeWithoutLaw } from './predicting/held-to-points.js';
import { type ScalingPrediction, withoutOverflow } from './predicting/prediction.js';
import { predictor } from './predicting/predictor.js';
import { superlinearGain, superlinearPrediction } from './predicting/superlinear.js';
import { calibratedDiscrepancy, type Discrepancy } from './priors.js';

/** A curve of throughput over workers, explained. */
export interface ScalingFit {
  /** Name of the chosen law; null below three counts and for superlinear data. */
  law: string | null;
  /** What the points told: γ ("gamma", in the unit of the throughput) and the law's own. */
  parameters: Record<string, number>;
  /** What the prediction uses beside them: parameters held by priors, the knee and the quota of the machine. */
  assumed: Record<string, number>;
  /** Of `parameters`. */
  standardErrors?: Record<string, number>;
  /** @throws UsageError for anything but a positive finite number. */
  predict(workers: number): ScalingPrediction;
  /** Where the law is highest, only where its fall is significant at 5 % and the points are highest there too. */
  peak?: MeasuredPeak;
  /** Every law tried. `score`: leave-one-out error, about the relative error of a prediction; smaller is better. */
  candidates: { law: string; parameters: number; score: number }[];
  /** The measured count with the highest throughput, and where more workers did less. */
  best: MeasuredBest;
  /** Where the law lies farthest from the points, only where it misses them. */
  miss?: LawMiss;
  warnings: string[];
  /** The same, each with its kind. */
  doubts: ScalingDoubt[];
}

const LEAST_POINTS = 3;

/**
 * Chooses a law for measured points and predicts with a 95 % interval. At most n − 1 parameters are free for n
 * counts, the rest are held by stated priors. A worker count beyond the machine's logical CPUs stands for a
 * machine of the same kind that has as many.
 * @throws UsageError that names what is no positive finite number.
 */
export function fitScaling(points: readonly ScalingPoint[], machine: ScalingMachine = {}): ScalingFit {
  return fitScalingWith(points, machine, calibratedDiscrepancy);
}

/** The same with another discrepancy, or without the points' limits: how `bench:models` calibrates it. */
export function fitScalingWith(
  points: readonly ScalingPoint[],
  machine: ScalingMachine,
  discrepancy: Discrepancy,
  isLimited = true,
): ScalingFit {
  const measured = measuredPoints(points);
  checkMachine(machine);
  const best = bestOf(withErrors(measured));
  const gain = measured.length < LEAST_POINTS ? undefined : superlinearGain(measured);
  const { doubts, ...fit } =
    measured.length < LEAST_POINTS
      ? assumedFit(measured, machine)
      : gain === undefined
        ? chosenFit(choose(measured, machine), { machine, discrepancy, isLimited, best })
        : superlinearFit(measured, gain, discrepancy);
  return doubted({ ...fit, best, doubts: [], warnings: [] }, [
    ...doubtsOfPoints(measured, points, gain !== undefined),
    ...doubts,
  ]);
}

/** The same fit with further doubts. */
export function doubted(fit: ScalingFit, more: readonly ScalingDoubt[]): ScalingFit {
  const doubts = [...fit.doubts, ...more];
  return { ...fit, doubts, warnings: doubts.map(({ message }) => message) };
}

/** What the measured counts say by themselves, whatever is fitted; superlinear curves have a doubt of their own. */
function doubtsOfPoints(
  measured: readonly MeasuredPoint[],
  points: readonly ScalingPoint[],
  isSuperlinear: boolean,
): ScalingDoubt[] {
  const more = moreThanWorkers(withErrors(measured));
  return [
    ...more.filter(({ kind }) => !isSuperlinear || kind !== 'superlinear'),
    ...clusterDoubts(samplesOf(points)),
  ];
}

/** A fit without what the measured points say by themselves. */
type BareFit = Omit<ScalingFit, 'best' | 'warnings'>;

function assumedFit(points: readonly MeasuredPoint[], machine: ScalingMachine): BareFit {
  const threads = threadsOf(machine);
  const predict = assumedPredictor(points, threads, machine.quotaCpus);
  return {
    ...noLaw,
    predict(workers) {
      checkPositive(workers, 'workers');
      return withoutOverflow(predict(workers));
    },
    doubts: tooFewPoints(points, threads),
  };
}

function superlinearFit(points: readonly MeasuredPoint[], gain: Interval, discrepancy: Discrepancy): BareFit {
  return {
    ...noLaw,
    predict(workers) {
      checkPositive(workers, 'workers');
      return withoutOverflow(superlinearPrediction(points, workers, discrepancy.inside));
    },
    doubts: [superlinear(gain, points)],
  };
}

const noLaw = { law: null, parameters: {}, assumed: {}, candidates: [] };

interface Settings {
  machine: ScalingMachine;
  discrepancy: Discrepancy;
  isLimited: boolean;
  best: MeasuredBest;
}

function chosenFit(chosen: ChosenLaw, { machine, best, ...settings }: Settings): BareFit {
  const { candidate, scored } = chosen;
  const points = withErrors(chosen.points);
  const sampling = samplingError(candidate, chosen.fit, chosen.points);
  const miss = missOf(points, (workers) => throughputOf(chosen.fit, workers), best);
  const { quotaCpus } = machine;
  const isMissed = miss !== undefined;
  const predict = predictor(chosen, { ...settings, points, isMissed, sampling, quotaCpus });
  const peak = peakOf(chosen.fit, points, sampling, predict);
  return {
    law: candidate.law,
    ...parametersOf(chosen, machine, sampling),
    predict,
    ...(peak && { peak }),
    ...(miss && { miss }),
    candidates: scored.map(({ candidate: { law, model, without }, score }) => ({
      law,
      parameters: 1 + model.parameters.length - without.length,
      score,
    })),
    doubts: [
      ...(miss ? lawMisses(miss, shapeWithoutLaw(points, best)) : []),
      ...doubtsOf(chosen, chosen.points, machine, sampling),
    ],
  };
}

/** What the points told apart from what was assumed. */
function parametersOf(
  { fit, points, threads, isKneeFound }: ChosenLaw,
  { quotaCpus }: ScalingMachine,
  sampling: SamplingError,
): Pick<ScalingFit, 'parameters' | 'assumed' | 'standardErrors'> {
  const parameters: Record<string, number> = { gamma: fit.gamma };
  const standardErrors: Record<string, number> = { gamma: sampling.ofParameters[0]! };
  const assumed: Record<string, number> = {};
  fit.model.parameters.forEach(({ name }, i) => {
    if (fit.roles[i] === 'free') {
      parameters[name] = fit.values[i]!;
      standardErrors[name] = sampling.ofParameters[i + 1]!;
    }
    if (fit.roles[i] === 'prior') assumed[name] = fit.values[i]!;
  });
  if (threads !== undefined && points.at(-1)!.workers > threads.physical) {
    (isKneeFound ? parameters : assumed).knee = threads.physical;
  }
  if (quotaCpus !== undefined) assumed.quotaCpus = quotaCpus;
  return { parameters, assumed, standardErrors };
}
