import type { Interval } from '../../stats/index.js';
import type { Instance } from '../catalog/index.js';
import type { Evidence } from './evidence/evidence.js';
import type { PublicSpeeds } from './public-speeds/public-speeds.js';
import type { Constraints, Demand } from './request.js';
import { type Predictions, type Setting, serverOf } from './settings/settings.js';
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
  /** To be bought so that they are enough with the certainty that is asked for, the spare ones included. */
  instances: number;
  /** What would do if the cores are as fast as expected: by this choices are ranked. */
  expected: { instances: number; costPerHour: number };
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
  /** What public data say of the types; absent where none are known of any of them. */
  publicSpeeds?: PublicSpeeds | undefined;
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

export const HOURS_PER_MONTH = 730;
const MILLION = 1e6;

interface Counts {
  instances: number;
  range: { low: number; high: number | null };
}

/** What the choice costs, as it is expected and at both ends of its cores' speed. */
export function costsOf(
  instance: Instance,
  setting: Setting,
  { instances, range }: Counts,
  { constraints, demand, sizing }: Shop,
): Pick<Choice, 'costPerHour' | 'costPerMonth' | 'costPerMillionTasks' | 'costOfJob'> {
  const each = priceOf(instance, constraints);
  const costPerHour = { value: each * instances, low: each * range.low, high: orNone(range.high, each) };
  const perTask = (cost: number, count: number, speed: keyof Interval) => {
    const perHour = sizing.tasksPerHour(serverOf(setting, speed), count - constraints.spare);
    if (demand.kind !== 'job') return cost / perHour;
    return (cost * billedHours(demand.tasks / perHour, instance)) / demand.tasks;
  };
  const ends: OpenInterval = {
    value: perTask(costPerHour.value, instances, 'value'),
    low: perTask(costPerHour.low, range.low, 'high'),
    high: range.high === null ? null : perTask(each * range.high, range.high, 'low'),
  };
  const ofTask = inOrder(ends);
  return {
    costPerHour,
    costPerMonth: scaled(costPerHour, HOURS_PER_MONTH),
    costPerMillionTasks: scaled(ofTask, MILLION),
    costOfJob: demand.kind === 'job' ? scaled(ofTask, demand.tasks) : null,
  };
}

const PER_HOUR = { minute: 60, hour: 1 } as const;

/** What is paid for of so many hours: begun minutes or hours are whole ones where the seller counts so. */
export function billedHours(hours: number, { billedBy }: Pick<Instance, 'billedBy'>): number {
  if (billedBy === undefined) return hours;
  const units = PER_HOUR[billedBy];
  // A whole number of them is not one more for what rounding added.
  return Math.ceil(hours * units * (1 - 1e-12)) / units;
}

/** An hour of one instance, as it is paid for. */
export function priceOf({ pricePerHour }: Instance, { price }: Constraints): number {
  return pricePerHour * (price?.factor ?? 1);
}

function orNone(count: number | null, each: number): number | null {
  return count === null ? null : each * count;
}

/** Whole instances may make the faster end the dearer one. */
function inOrder({ value, low, high }: OpenInterval): OpenInterval {
  return {
    value,
    low: Math.min(value, low, high ?? low),
    high: high === null ? null : Math.max(value, low, high),
  };
}

function scaled({ value, low, high }: OpenInterval, by: number): OpenInterval {
  return { value: value * by, low: low * by, high: high === null ? null : high * by };
}
