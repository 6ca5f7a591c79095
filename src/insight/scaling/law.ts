import type { Model } from './model.js';
import { fitPlainly, type LawFit } from './plain-fit.js';
import { checkMachine, measuredPoints, type ScalingMachine, type ScalingPoint } from './points.js';

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

export interface LawDefinition {
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
