import { inverse, Matrix } from 'ml-matrix';
import type { Model, ModelParameter } from '../laws/model.js';
import type { MeasuredPoint } from '../points.js';
import { jacobianOf, leastSquares, squared } from './least-squares.js';

/** What is made small: the difference of each point from the model. */
export type Difference = (fitted: number, point: MeasuredPoint) => number;

interface FitSettings {
  difference: Difference;
  /** For each parameter of the model. `fixed` ones stay at their lower bound. */
  roles: readonly ParameterRole[];
}

export type ParameterRole = 'free' | 'prior' | 'fixed';

/** A model with its parameters found. */
export interface Fitted {
  model: Model;
  roles: readonly ParameterRole[];
  gamma: number;
  /** In the order of the model's parameters. */
  values: readonly number[];
  sumOfSquares: number;
}

/** γ enters as its logarithm, the others in their units, so that every coordinate is of order one. */
export function fitModel(model: Model, points: readonly MeasuredPoint[], settings: FitSettings): Fitted {
  const { roles, difference } = settings;
  const moving = model.parameters.flatMap((parameter, i) =>
    roles[i] === 'fixed' ? [] : [{ parameter, role: roles[i] }],
  );
  const told = moving.flatMap(({ parameter: { prior }, role }, i) =>
    role === 'prior' && prior !== undefined ? [{ ...prior, at: i + 1 }] : [],
  );
  const residuals = (at: readonly number[]) => {
    const { gamma, values } = decode(model, roles, at);
    const misses = points.map((point) =>
      finite(difference(gamma * model.relative(values, point.workers), point)),
    );
    for (const prior of told) misses.push((at[prior.at]! - prior.mean) / prior.deviation);
    return misses;
  };
  const best = bestStart(moving, (units) => {
    const start = [startingGamma(model, roles, points, units), ...units];
    return { start, sum: squared(residuals(start)) };
  });
  const { parameters, sumOfSquares: sum } = leastSquares({
    residuals,
    start: best,
    lower: [-1e3, ...moving.map(({ parameter: { lower, unit } }) => lower / unit)],
    upper: [1e3, ...moving.map(({ parameter: { upper, unit } }) => upper / unit)],
  });
  return { model, roles, ...decode(model, roles, parameters), sumOfSquares: sum };
}

/** γ · relative, at any count. */
export function throughputOf({ model, gamma, values }: Fitted, workers: number): number {
  return gamma * model.relative(values, workers);
}

/** Coordinates of a fit: ln γ, then the parameters in their units. */
export function coordinatesOf({ model, gamma, values }: Fitted): number[] {
  return [Math.log(gamma), ...values.map((value, i) => inUnits(value, model.parameters[i]!))];
}

/**
 * Covariance of the coordinates for residuals of unit variance, every parameter taken as uncertain, also those
 * that the fit held at a bound. `priors` names the parameters that their priors hold.
 */
export function covarianceOf(
  fit: Fitted,
  points: readonly MeasuredPoint[],
  difference: Difference,
  held: readonly boolean[],
): number[][] {
  const { model } = fit;
  const at = coordinatesOf(fit);
  const rows = jacobianOf((coordinates) => {
    const values = model.parameters.map(({ unit }, i) => coordinates[i + 1]! * unit);
    const gamma = Math.exp(coordinates[0]!);
    return points
      .map((point) => difference(gamma * model.relative(values, point.workers), point))
      .map(finite);
  }, at);
  const priorRows = model.parameters.flatMap(({ prior }, i) =>
    held[i] && prior !== undefined ? [at.map((_, j) => (j === i + 1 ? 1 / prior.deviation : 0))] : [],
  );
  return inverseNormal([...rows, ...priorRows]);
}

function decode(model: Model, roles: readonly ParameterRole[], at: readonly number[]) {
  let next = 1;
  const values = model.parameters.map(({ lower, unit }, i) =>
    roles[i] === 'fixed' ? lower : at[next++]! * unit,
  );
  return { gamma: Math.min(Number.MAX_VALUE, Math.exp(at[0]!)), values };
}

/** Of every combination of the parameters' starts, the one that misses least. */
function bestStart(
  moving: readonly { parameter: ModelParameter }[],
  from: (units: readonly number[]) => { start: number[]; sum: number },
): number[] {
  let combinations: number[][] = [[]];
  for (const { parameter } of moving) {
    combinations = combinations.flatMap((units) => parameter.starts.map((start) => [...units, start]));
  }
  return combinations.map(from).reduce((a, b) => (b.sum < a.sum ? b : a)).start;
}

/** ln γ at which the logarithmic residuals have mean 0. */
function startingGamma(
  model: Model,
  roles: readonly ParameterRole[],
  points: readonly MeasuredPoint[],
  units: readonly number[],
): number {
  const { values } = decode(model, roles, [0, ...units]);
  const logs = points.map(
    ({ workers, throughput }) => Math.log(throughput) - Math.log(model.relative(values, workers)),
  );
  return finite(logs.reduce((sum, log) => sum + log, 0) / logs.length);
}

function inUnits(value: number, { unit }: ModelParameter): number {
  return unit > 0 ? value / unit : 0;
}

/** A huge miss where a formula overflows, so that the solver turns back. */
function finite(value: number): number {
  return Number.isFinite(value) ? Math.max(-1e100, Math.min(1e100, value)) : 1e100;
}

/** Derivatives of ln throughput at a count by the coordinates. */
function gradientAt(fit: Fitted, workers: number): number[] {
  const { model } = fit;
  const [row] = jacobianOf((coordinates) => {
    const values = model.parameters.map(({ unit }, i) => coordinates[i + 1]! * unit);
    return [finite(coordinates[0]! + Math.log(model.relative(values, workers)))];
  }, coordinatesOf(fit));
  return row!;
}

/** Variance of ln throughput at a count, from a covariance of the coordinates (delta method): gᵀCg. */
export function relativeVarianceAt(
  fit: Fitted,
  covariance: readonly (readonly number[])[],
  workers: number,
): number {
  const gradient = gradientAt(fit, workers);
  const variance = gradient.reduce(
    (sum, a, i) => sum + a * gradient.reduce((inner, b, j) => inner + b * covariance[i]![j]!, 0),
    0,
  );
  return Math.max(0, variance);
}

/** (JᵀJ)⁻¹ for a Jacobian with a row a residual. Directions that the data say nothing of get a ridge of 1e-12. */
function inverseNormal(jacobian: readonly (readonly number[])[]): number[][] {
  const rows = new Matrix(jacobian.map((row) => [...row]));
  const normal = rows.transpose().mmul(rows);
  const scale = normal.diagonal().map((value) => Math.sqrt(value) || 1);
  const scaled = normal.divColumnVector(scale).divRowVector(scale);
  const ridge = Matrix.diag(scaled.diagonal().map((value) => value * 1e-12 + 1e-12));
  return inverse(scaled.add(ridge)).divColumnVector(scale).divRowVector(scale).to2DArray();
}
