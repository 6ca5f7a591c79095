import type { Interval } from '../../stats/index.js';
import type { Instance } from '../catalog/index.js';
import type { Choice, OpenInterval, Shop } from './choice.js';
import type { Constraints } from './request.js';
import { type Setting, serverOf } from './settings/settings.js';

const HOURS_PER_MONTH = 730;
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
  const perTask = (cost: number, count: number, speed: keyof Interval) =>
    cost / sizing.tasksPerHour(serverOf(setting, speed), count - constraints.spare);
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
