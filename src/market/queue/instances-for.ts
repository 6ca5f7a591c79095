import { UsageError } from '../../errors.js';
import { counted, formatMs } from '../../stats/index.js';
import { leastServers } from './formulas/index.js';
import { type Bounds, leastWhere } from './least-where.js';
import type { QueueInput } from './queue-input.js';
import type { StableQueue } from './queue-result.js';
import { type ServiceTimes, serviceTimesOf } from './service-times.js';
import { settles } from './settled.js';
import { simulateQueue } from './simulate-queue.js';
import { isMonotone, type Trial, Trials } from './trials.js';

export interface InstancesForInput extends Omit<QueueInput, 'instances' | 'autoscale'> {
  /** 95 % of the tasks are to be done so soon after their arrival. */
  p95TotalMs: number;
  /** 10,000, where nothing is said. */
  maxInstances?: number | undefined;
}

export type InstancesFor =
  | {
      feasible: true;
      /** The fewest whose p95 meets the target with its whole interval. */
      instances: number;
      /** The fewest whose interval reaches the target: fewer clearly miss it. */
      possible: number;
      result: StableQueue;
      /** What was simulated, by instances. */
      tried: Trial[];
      isMonotone: boolean;
    }
  /** `reason` is a sentence. */
  | { feasible: false; reason: string; tried: Trial[] };

/**
 * The fewest instances with which 95 % of the tasks are done in time. All meet the same tasks (common random numbers),
 * so that they differ by their number alone. A load so near to 1 that a simulation does not settle is not looked at.
 * @throws UsageError where the input cannot be.
 */
export function instancesFor({
  p95TotalMs,
  maxInstances = 10_000,
  ...given
}: InstancesForInput): InstancesFor {
  if (!(p95TotalMs > 0))
    throw new UsageError(`A 95th percentile of ${p95TotalMs} ms cannot be met by any instance.`);
  const input = { ...given, serviceMs: serviceTimesOf(given.serviceMs) };
  const slowest = input.serviceMs.quantileMs(0.95);
  if (slowest > p95TotalMs) return { feasible: false, reason: tooSlow(slowest, p95TotalMs), tried: [] };
  const least = fewestThatSettle(input, maxInstances);
  if (least === undefined) return { feasible: false, reason: tooFew(maxInstances), tried: [] };
  return search(input, { least, most: maxInstances }, p95TotalMs);
}

type Question = Omit<QueueInput, 'instances' | 'serviceMs'> & { serviceMs: ServiceTimes };

function search(input: Question, bounds: Bounds, targetMs: number): InstancesFor {
  const trials = new Trials(input);
  const meets = (end: 'low' | 'high') => (instances: number) => trials.p95(instances)[end] <= targetMs;
  const instances = leastWhere({ ...bounds, guess: guessed(input, bounds, targetMs) }, meets('high'));
  if (instances === undefined)
    return { feasible: false, reason: tooMany(bounds.most, targetMs), tried: trials.list() };
  const possible = leastWhere({ ...bounds, guess: instances }, meets('low'))!;
  const tried = trials.list();
  return {
    feasible: true,
    instances,
    possible,
    result: trials.at(instances)!,
    tried,
    isMonotone: isMonotone(tried),
  };
}

/** Given arrivals may end before a queue has grown too long: for them every number is worth a try. */
function fewestThatSettle(input: Question, most: number): number | undefined {
  const { arrivals, workersPerInstance, serviceMs } = input;
  if ('timestampsMs' in arrivals) return 1;
  const least = Math.ceil(
    leastServers({ rate: arrivals.rate, meanMs: serviceMs.meanMs }) / workersPerInstance,
  );
  return leastWhere({ least, most, guess: least }, (instances) => settles({ ...input, instances }));
}

const ARRIVALS_OF_A_GUESS = 50_000;

/** By short runs, which say little of each number but lead near the answer. */
function guessed(input: Question, bounds: Bounds, targetMs: number): number {
  if ('timestampsMs' in input.arrivals) return bounds.least;
  const meets = (instances: number) => {
    const result = simulateQueue({ ...input, instances, count: ARRIVALS_OF_A_GUESS });
    return result.stable && result.totalMs.p95.value <= targetMs;
  };
  return leastWhere({ ...bounds, guess: bounds.least }, meets) ?? bounds.most;
}

function tooSlow(slowestMs: number, targetMs: number): string {
  return `One task in twenty runs for ${formatMs(slowestMs)} or longer without any waiting: no number of instances has a 95th percentile of ${formatMs(targetMs)}.`;
}

function tooFew(most: number): string {
  return `${counted(most, 'instance')} would be so fully loaded that their queue does not settle within the simulation.`;
}

function tooMany(most: number, targetMs: number): string {
  return `Not even ${counted(most, 'instance')} certainly ${most === 1 ? 'has' : 'have'} a 95th percentile of ${formatMs(targetMs)} or less.`;
}
