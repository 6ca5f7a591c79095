import type { Interval } from '../stats/index.js';
import { assumedPrediction } from './assumed.js';
import { threadsOf } from './candidates.js';
import { type Choice, choose } from './choose.js';
import { calibratedDiscrepancy, type Discrepancy } from './discrepancy.js';
import {
  checkMachine,
  checkPositive,
  type MeasuredPoint,
  measuredPoints,
  type ScalingMachine,
  type ScalingPoint,
} from './points.js';
import { type ScalingPrediction, withoutOverflow } from './prediction.js';
import { predictor } from './predictor.js';
import { type SamplingError, samplingError } from './relative-fit.js';
import { superlinearGain, superlinearPrediction } from './superlinear.js';
import { doubtsOf, type ScalingDoubt, superlinear, tooFewPoints } from './warnings.js';

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
  /** Where throughput is highest, only where its fall is significant at 5 %. */
  peak?: { workers: number; throughput: number; low: number; high: number };
  /** Every law tried. `score`: leave-one-out error, about the relative error of a prediction; smaller is better. */
  candidates: { law: string; parameters: number; score: number }[];
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

/** The same with another discrepancy: how `bench:models` calibrates it. */
export function fitScalingWith(
  points: readonly ScalingPoint[],
  machine: ScalingMachine,
  discrepancy: Discrepancy,
): ScalingFit {
  const measured = measuredPoints(points);
  checkMachine(machine);
  if (measured.length < LEAST_POINTS) return assumedFit(measured, machine);
  const gain = superlinearGain(measured);
  if (gain !== undefined) return superlinearFit(measured, gain, discrepancy);
  return chosenFit(choose(measured, machine), machine, discrepancy);
}

function assumedFit(points: readonly MeasuredPoint[], machine: ScalingMachine): ScalingFit {
  const threads = threadsOf(machine);
  return {
    ...noLaw,
    predict(workers) {
      checkPositive(workers, 'workers');
      return withoutOverflow(assumedPrediction(points, workers, threads, machine.quotaCpus));
    },
    ...told(tooFewPoints(points, threads)),
  };
}

function superlinearFit(
  points: readonly MeasuredPoint[],
  gain: Interval,
  discrepancy: Discrepancy,
): ScalingFit {
  return {
    ...noLaw,
    predict(workers) {
      checkPositive(workers, 'workers');
      return withoutOverflow(superlinearPrediction(points, workers, discrepancy.inside));
    },
    ...told([superlinear(gain, points)]),
  };
}

const noLaw = { law: null, parameters: {}, assumed: {}, candidates: [] };

function chosenFit(choice: Choice, machine: ScalingMachine, discrepancy: Discrepancy): ScalingFit {
  const { candidate, points, scored } = choice;
  const sampling = samplingError(candidate, choice.fit, points);
  const predict = predictor(choice, points, sampling, discrepancy, machine.quotaCpus);
  const peak = peakOf(choice, sampling, predict);
  return {
    law: candidate.law,
    ...parametersOf(choice, points, machine, sampling),
    predict,
    ...(peak && { peak }),
    candidates: scored.map(({ candidate: { law, model, without }, score }) => ({
      law,
      parameters: 1 + model.parameters.length - without.length,
      score,
    })),
    ...told(doubtsOf(choice, points, machine, sampling)),
  };
}

function told(doubts: ScalingDoubt[]): Pick<ScalingFit, 'doubts' | 'warnings'> {
  return { doubts, warnings: doubts.map(({ message }) => message) };
}

/** What the points told apart from what was assumed. */
function parametersOf(
  { fit, threads, isKneeFound }: Choice,
  points: readonly MeasuredPoint[],
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

function peakOf(
  { fit }: Choice,
  sampling: SamplingError,
  predict: (workers: number) => ScalingPrediction,
): ScalingFit['peak'] {
  const peak = fit.model.peak?.(fit.values);
  if (peak === undefined) return undefined;
  const index = fit.model.parameters.findIndex(({ name }) => name === peak.because);
  if (fit.roles[index] !== 'free') return undefined;
  const distance = Math.abs(fit.values[index]! - peak.neutral);
  if (!(distance > sampling.t * sampling.ofParameters[index + 1]!)) return undefined;
  const { throughput, low, high } = predict(peak.workers);
  return { workers: peak.workers, throughput, low, high };
}
