import { jStat } from '../../../stats/index.js';
import type { Model, ModelParameter } from '../laws/model.js';
import type { MeasuredPoint } from '../points.js';
import { priors } from '../priors.js';
import {
  coordinatesOf,
  covarianceOf,
  type Difference,
  type Fitted,
  fitModel,
  type ParameterRole,
  relativeVarianceAt,
  throughputOf,
} from './fit-model.js';

/** A law that may be chosen: a model some of whose parameters it does without. */
export interface LawCandidate {
  law: string;
  model: Model;
  /** Names of the model's parameters that stay at their lower bound, where they have no effect. */
  without: readonly string[];
}

/** Residuals are filled up to this many degrees of freedom with the noise of clean measurements. */
const LEAST_DEGREES = 3;

/** A point's miss in its own standard errors: errors of throughputs are proportional to them. */
const relativeDifference: Difference = (fitted, { throughput, error = 0, noise = priors.noise }) =>
  (Math.log(fitted) - Math.log(throughput)) / Math.hypot(error, noise);

/**
 * From n points at most n − 1 parameters are free, γ first, then in the model's order; the rest are held by
 * their priors.
 */
function rolesOf({ model, without }: LawCandidate, points: number): ParameterRole[] {
  const isSpentOn = ({ name, isAlwaysPrior }: ModelParameter) => !isAlwaysPrior && !without.includes(name);
  const order = model.parameters.filter(isSpentOn).toSorted((a, b) => +!!b.comesFirst - +!!a.comesFirst);
  const free = order.slice(0, Math.max(0, points - 2));
  return model.parameters.map((parameter) => {
    if (without.includes(parameter.name)) return 'fixed';
    return free.includes(parameter) ? 'free' : 'prior';
  });
}

export function fitRelatively(candidate: LawCandidate, points: readonly MeasuredPoint[]): Fitted {
  return fitModel(candidate.model, points, {
    difference: relativeDifference,
    roles: rolesOf(candidate, points.length),
  });
}

/**
 * The same points with the scatter that they show around the closest of the candidates, where they are enough
 * to show one: a prior must weigh little against clean points and more against noisy ones.
 */
export function withTheirNoise(
  candidates: readonly LawCandidate[],
  points: readonly MeasuredPoint[],
): MeasuredPoint[] {
  const scales = candidates.flatMap((candidate) => {
    const fit = fitRelatively(candidate, points);
    const degrees = points.length - 1 - fit.roles.filter((role) => role !== 'fixed').length;
    return degrees < LEAST_DEGREES ? [] : [Math.sqrt(missOf(fit, points) / degrees)];
  });
  if (scales.length === 0) return [...points];
  const noise = priors.noise * Math.max(1, Math.min(...scales));
  return points.map((point) => ({ ...point, noise }));
}

/** How well the parameters of a fit are known. */
export interface SamplingError {
  /** Quantile of Student's t for a 95 % interval. */
  t: number;
  /** Standard error of each parameter, γ first, in natural units. */
  ofParameters: number[];
  /** Of ln throughput. */
  at(workers: number): number;
}

/**
 * The delta method on all parameters of the model, those that the chosen law does without too: that a parameter
 * is 0 was learnt from the same points. Residuals scale it (Birge 1932): upwards only where the points carry
 * their own errors.
 */
export function samplingError(
  candidate: LawCandidate,
  fit: Fitted,
  points: readonly MeasuredPoint[],
): SamplingError {
  const free = 1 + fit.roles.filter((role) => role === 'free').length;
  const degrees = Math.max(0, points.length - free);
  const { scale, t } = scaleOf(missOf(fit, points), degrees, points);
  const { model } = candidate;
  const held = rolesOf({ ...candidate, without: [] }, points.length).map((role) => role !== 'free');
  const scaled: Difference = (fitted, point) => relativeDifference(fitted, point) / scale;
  const covariance = covarianceOf(fit, points, scaled, held);
  const deviation = (i: number) => Math.sqrt(Math.max(0, covariance[i]![i]!));
  return {
    t,
    ofParameters: coordinatesOf(fit).map((_, i) =>
      i === 0 ? fit.gamma * deviation(0) : model.parameters[i - 1]!.unit * deviation(i),
    ),
    at: (workers) => Math.sqrt(relativeVarianceAt(fit, covariance, workers)),
  };
}

function missOf({ model, gamma, values }: Fitted, points: readonly MeasuredPoint[]): number {
  return points.reduce(
    (sum, point) => sum + relativeDifference(gamma * model.relative(values, point.workers), point) ** 2,
    0,
  );
}

function scaleOf(miss: number, degrees: number, points: readonly MeasuredPoint[]) {
  const areErrorsKnown = points.every(({ error }) => error !== undefined && error > 0);
  if (areErrorsKnown && miss <= degrees) return { scale: 1, t: jStat().studentt.inv(0.975, 1e6) };
  const filling = Math.max(0, LEAST_DEGREES - degrees);
  const scale = Math.sqrt((miss + filling) / (degrees + filling));
  return { scale: Math.max(scale, 1e-6), t: jStat().studentt.inv(0.975, degrees + filling) };
}

/**
 * Root mean square of the logarithmic error with which each point is predicted from the others (Stone, JRSS B
 * 36, 1974): about the relative error. It needs no count of parameters, unlike AICc, which is not defined for
 * as few points as these.
 */
export function leaveOneOutError(candidate: LawCandidate, points: readonly MeasuredPoint[]): number {
  const squares = points.map(({ workers, throughput }, i) => {
    const fit = fitRelatively(candidate, points.toSpliced(i, 1));
    return Math.log(throughputOf(fit, workers) / throughput) ** 2;
  });
  return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / points.length);
}
