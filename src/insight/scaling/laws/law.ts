import { jStat } from '../../../stats/index.js';
import {
  covarianceOf,
  type Difference,
  type Fitted,
  fitModel,
  relativeVarianceAt,
  throughputOf,
} from '../fitting/fit-model.js';
import {
  checkMachine,
  checkPositive,
  type MeasuredPoint,
  measuredPoints,
  type ScalingMachine,
  type ScalingPoint,
} from '../points.js';
import type { Model } from './model.js';

/** A scaling law: throughput over workers, with γ, the throughput of one worker alone, as its first parameter. */
export interface ScalingLaw {
  readonly name: string;
  readonly formula: string;
  /** How many free parameters it has, γ included. */
  readonly parameters: number;
  /**
   * Plain least squares on the throughput, within the law's bounds, all parameters free. Undefined where the
   * points are fewer than the parameters, or where the law needs something of the machine that is not given.
   * @throws UsageError for points that are no positive finite numbers.
   */
  fit(points: readonly ScalingPoint[], machine?: ScalingMachine): LawFit | undefined;
}

interface LawDefinition {
  readonly name: string;
  readonly formula: string;
  readonly parameters: number;
  /** `workers` are the measured counts, ascending. Undefined where the machine does not say what the law needs. */
  model(workers: readonly number[], machine: ScalingMachine): Model | undefined;
}

export function defineLaw(definition: LawDefinition): ScalingLaw {
  const { name, formula, parameters } = definition;
  return {
    name,
    formula,
    parameters,
    fit(points, machine = {}) {
      const measured = measuredPoints(points);
      checkMachine(machine);
      const model = definition.model(
        measured.map(({ workers }) => workers),
        machine,
      );
      if (model === undefined || measured.length < parameters) return undefined;
      return fitPlainly(name, model, measured);
    },
  };
}

/** One law with its parameters, from plain least squares on the throughput. */
export interface LawFit {
  law: string;
  /** γ ("gamma") in the unit of the throughput, then the law's own. */
  parameters: Record<string, number>;
  /** Of each parameter; absent where there are no more points than parameters. */
  standardErrors?: Record<string, number>;
  /** Measured − fitted, in the order of the counts. */
  residuals: number[];
  degreesOfFreedom: number;
  /** Only where the parameter that makes it is significantly above 0 (two-sided t test at 5 %). */
  peak?: { workers: number; throughput: number };
  /** With the 95 % interval of the curve from the residuals alone; null without degrees of freedom. */
  predict(workers: number): { throughput: number; low: number | null; high: number | null };
}

function fitPlainly(law: string, model: Model, points: readonly MeasuredPoint[]): LawFit {
  const largest = Math.max(...points.map(({ throughput }) => throughput));
  const difference: Difference = (fitted, { throughput }) => (fitted - throughput) / largest;
  const roles = model.parameters.map(() => 'free' as const);
  const fit = fitModel(model, points, { difference, roles });
  const degreesOfFreedom = points.length - 1 - model.parameters.length;
  const residuals = points.map(({ workers, throughput }) => throughput - throughputOf(fit, workers));
  const errors = degreesOfFreedom > 0 ? errorsOf(fit, points, difference, degreesOfFreedom) : undefined;
  const peak = peakOf(fit, errors, degreesOfFreedom);
  return {
    law,
    parameters: Object.fromEntries([
      ['gamma', fit.gamma],
      ...model.parameters.map(({ name }, i) => [name, fit.values[i]!]),
    ]),
    ...(errors && { standardErrors: errors.byName }),
    residuals,
    degreesOfFreedom,
    ...(peak && { peak }),
    predict(workers) {
      checkPositive(workers, 'workers');
      const throughput = throughputOf(fit, workers);
      const half = errors?.halfWidthAt(workers) ?? null;
      return {
        throughput,
        low: half === null ? null : Math.max(0, throughput - half),
        high: half === null ? null : throughput + half,
      };
    },
  };
}

interface Errors {
  byName: Record<string, number>;
  halfWidthAt(workers: number): number;
}

/** s²(JᵀJ)⁻¹, all parameters free, as R's `nls` gives it; the curve's interval by the delta method. */
function errorsOf(
  fit: Fitted,
  points: readonly MeasuredPoint[],
  difference: Difference,
  degreesOfFreedom: number,
): Errors {
  const { model, gamma } = fit;
  const variance = fit.sumOfSquares / degreesOfFreedom;
  const covariance = covarianceOf(
    fit,
    points,
    difference,
    model.parameters.map(() => false),
  );
  const deviation = (i: number) => Math.sqrt(Math.max(0, variance * covariance[i]![i]!));
  const t = jStat().studentt.inv(0.975, degreesOfFreedom);
  return {
    byName: Object.fromEntries([
      ['gamma', gamma * deviation(0)],
      ...model.parameters.map(({ name, unit }, i) => [name, unit * deviation(i + 1)]),
    ]),
    halfWidthAt: (workers) =>
      t * Math.sqrt(variance * relativeVarianceAt(fit, covariance, workers)) * throughputOf(fit, workers),
  };
}

function peakOf(
  fit: Fitted,
  errors: Errors | undefined,
  degreesOfFreedom: number,
): { workers: number; throughput: number } | undefined {
  const peak = fit.model.peak?.(fit.values);
  if (peak === undefined || errors === undefined) return undefined;
  const index = fit.model.parameters.findIndex(({ name }) => name === peak.because);
  const t = Math.abs(fit.values[index]! - peak.neutral) / errors.byName[peak.because]!;
  if (!(t > jStat().studentt.inv(0.975, degreesOfFreedom))) return undefined;
  return { workers: peak.workers, throughput: throughputOf(fit, peak.workers) };
}
