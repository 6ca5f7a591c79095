import { UsageError } from '../../errors.js';
import type { Autoscale } from './fleet/autoscaler.js';
import {
  type BalancerName,
  balancerNames,
  findBalancer,
  type StartBalancer,
} from './fleet/balancers/index.js';
import { offeredLoad } from './formulas.js';
import { type ServiceTimes, serviceTimesOf } from './service-times.js';

/** A Poisson stream of `rate` tasks a second, or when each task arrived: ascending, ms, of any origin. */
export type Arrivals = { rate: number } | { timestampsMs: readonly number[] };

export interface QueueInput {
  arrivals: Arrivals;
  /** Measured task times, to draw from; those of workers in company, where company makes them slower. */
  serviceMs: readonly number[] | ServiceTimes;
  /** With `autoscale` not looked at. */
  instances: number;
  workersPerInstance: number;
  /** `random`, where nothing is said. */
  balancer?: BalancerName | undefined;
  /** An integer; 1. */
  seed?: number | undefined;
  /** Arrivals that count; by default as many as this load takes. Not looked at with timestamps. */
  count?: number | undefined;
  autoscale?: Autoscale | undefined;
}

/** The same, checked and complete. */
export interface QueueSettings {
  arrivals: Arrivals;
  service: ServiceTimes;
  /** The most there may be. */
  instances: number;
  workersPerInstance: number;
  balancerName: BalancerName;
  balancer: StartBalancer;
  seed: number;
  count: number | undefined;
  autoscale: Autoscale | undefined;
  /** Offered load ÷ the workers of all instances. */
  load: number;
}

/** @throws UsageError that names what is wrong. */
export function queueSettings(input: QueueInput): QueueSettings {
  const { arrivals, workersPerInstance, autoscale, count, seed = 1 } = input;
  const { balancer = balancerNames[0]! } = input;
  const instances = autoscale?.max ?? input.instances;
  const service = serviceTimesOf(input.serviceMs);
  needWhole('instances', instances, 1);
  needWhole('workers per instance', workersPerInstance, 1);
  if (count !== undefined) needWhole('arrivals to simulate', count, LEAST_COUNT);
  if (autoscale) checkAutoscale(autoscale);
  checkArrivals(arrivals);
  const offered = offeredLoad({ rate: ratePerSecond(arrivals), meanMs: service.meanMs });
  const load = offered / (instances * workersPerInstance);
  const found = findBalancer(balancer);
  return {
    ...{ arrivals, service, instances, workersPerInstance, seed, count, autoscale, load },
    ...{ balancerName: balancer, balancer: found },
  };
}

/** Fewer make no sections to compare. */
const LEAST_COUNT = 1000;

/** Tasks a second; of timestamps, on average from the first to the last. */
export function ratePerSecond(arrivals: Arrivals): number {
  if ('rate' in arrivals) return arrivals.rate;
  const { timestampsMs } = arrivals;
  return (1000 * (timestampsMs.length - 1)) / (timestampsMs.at(-1)! - timestampsMs[0]!);
}

function checkArrivals(arrivals: Arrivals): void {
  if ('rate' in arrivals) checkPositive('The arrival rate', arrivals.rate);
  else checkAscending(arrivals.timestampsMs);
}

function checkAscending(timestampsMs: readonly number[]): void {
  if (timestampsMs.length < 2) throw new UsageError('Arrival times need two tasks at least.');
  const wrong = timestampsMs.findIndex(
    (time, i) => !Number.isFinite(time) || time < (timestampsMs[i - 1] ?? time),
  );
  if (wrong < 0) return;
  throw new UsageError(`Arrival ${wrong + 1} is at ${timestampsMs[wrong]} ms; times must not go back.`);
}

function checkAutoscale({ min, max, startupMs, ...others }: Autoscale): void {
  needWhole('instances at least (min)', min, 1);
  if (max < min) throw new UsageError(`At most ${max} instances cannot be fewer than at least ${min}.`);
  if (!(startupMs >= 0)) throw new UsageError(`The start-up delay is ${startupMs} ms; it must be 0 or more.`);
  for (const [name, value] of Object.entries(others)) {
    if (value !== undefined) checkPositive(`The autoscaler's ${name}`, value);
  }
}

function needWhole(what: string, value: number, least: number): void {
  if (Number.isSafeInteger(value) && value >= least) return;
  throw new UsageError(`The number of ${what} must be a whole number of at least ${least}, not ${value}.`);
}

function checkPositive(what: string, value: number): void {
  if (value > 0 && value < Number.POSITIVE_INFINITY) return;
  throw new UsageError(`${what} must be above 0, not ${value}.`);
}
