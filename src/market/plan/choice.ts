import type { Interval } from '../../stats/index.js';
import type { Instance } from '../catalog/index.js';
import type { Demand } from './demand.js';
import type { Evidence } from './evidence/evidence.js';
import type { Constraints } from './request.js';
import type { Predictions, Setting } from './settings/settings.js';
import type { Sizing } from './sizing/sizing.js';

/** A figure whose high end is null where there is none: slow cores could not meet the demand, however many. */
export interface OpenInterval {
  value: number;
  low: number;
  high: number | null;
}

/** One instance type with the least number of it that meets the demand. */
export interface Choice {
  instance: Instance;
  setting: Setting;
  chunksize: number | 'auto';
  /** To be bought, the spare ones included. */
  instances: number;
  /** What it would take if the cores were as fast or as slow as the range allows. */
  instancesRange: { low: number; high: number | null };
  /** In the catalog's currency, after `--price`. */
  costPerHour: OpenInterval;
  /** Of 730 hours. */
  costPerMonth: OpenInterval;
  costPerMillionTasks: OpenInterval;
  /** Of a job: what it costs, paid for as long as it takes. */
  costOfJob: OpenInterval | null;
  /** With the spare instances lost. */
  utilisation: Interval;
  /** Of a job, of a program, the 95th percentile of arrivals; null for a stream. */
  timeMs: OpenInterval | null;
}

/** What of a shop's offer could not be chosen, and why. */
export interface Refusal {
  instance: Instance;
  constraint: 'memory' | 'deadline' | 'p95';
  /** MiB per worker or ms: what would be possible with it. */
  nearest: number;
}

export function isRefusal(one: Choice | Refusal): one is Refusal {
  return 'constraint' in one;
}

/** Everything that a choice is made from, apart from the instances. */
export interface Shop {
  evidences: readonly Evidence[];
  demand: Demand;
  constraints: Constraints;
  sizing: Sizing;
  predictions: Predictions;
}

export type Limit = 'max-cost' | 'max-instances';

/** Limits on the whole that a choice, the least of its type that meets the demand, does not keep. */
export function brokenLimits(
  { costPerHour, instances }: Choice,
  { maxCostPerHour = Number.POSITIVE_INFINITY, maxInstances = Number.POSITIVE_INFINITY }: Constraints,
): Limit[] {
  return [
    ...(costPerHour.value > maxCostPerHour ? (['max-cost'] as const) : []),
    ...(instances > maxInstances ? (['max-instances'] as const) : []),
  ];
}
