import { mean, quantile } from '../../../stats/index.js';
import {
  type Arrivals,
  latencyOverLoad,
  type QueueResult,
  ratePerSecond,
  simulateQueue,
  waitQuantileMMc,
} from '../../queue/index.js';
import type { PlannedWork } from '../evidence/evidence.js';
import type { ArrivalsDemand } from '../request.js';
import { leastWhere } from './least-where.js';
import { type Server, type SizingOf, taskMsOn, wholeInstances } from './sizing.js';

/** Enough to tell the choices apart; what is bought is simulated again with more. */
const ARRIVALS_OF_A_TRY = 20_000;
/** Below this load nobody waits: more instances would not help. */
const NO_LOAD = 0.01;
/** Nearer to what a fleet carries, a simulation of this length is too short. */
const MOST_LOAD = 0.95;
/** So many workers that share a queue forget too slowly for a short simulation; nobody waits long behind them. */
const MOST_SIMULATED_TOGETHER = 400;
/** Fleets of more than this many are told to one part in as many: simulations are no more exact than that. */
const COUNTED_ONE_BY_ONE = 200;

export const arrivalsSizing: SizingOf<ArrivalsDemand> = (demand, { headroom }, work) => {
  const rate = ratePerSecond(demand.arrivals);
  const busier = rate / (1 - headroom);
  const count = Math.min(demand.count ?? ARRIVALS_OF_A_TRY, ARRIVALS_OF_A_TRY);
  const loaded = { ...demand, arrivals: faster(demand.arrivals, 1 / (1 - headroom)), count };
  const tried = remembered((server, instances) => knownP95(simulate(loaded, server, instances, work)));
  const atLeast = ({ perSecond }: Server) => wholeInstances(busier / perSecond);
  const formula = (server: Server, instances: number, tasks = rate) =>
    approximateP95({
      demand,
      rate: tasks,
      serviceMs: serviceMs(server, work),
      workers: server.workers,
      instances,
    });
  const isRoughlyEnough = (server: Server, instances: number) =>
    busier / (instances * server.perSecond) <= MOST_LOAD &&
    formula(server, instances, busier) <= demand.p95Ms;
  const isEnough = (server: Server, instances: number) =>
    isTooLarge(demand, server, instances)
      ? isRoughlyEnough(server, instances)
      : (tried(server, instances)?.high ?? Number.POSITIVE_INFINITY) <= demand.p95Ms;
  const roughly = (server: Server) => {
    const unloaded = quantile(serviceMs(server, work), 0.95);
    if (unloaded > demand.p95Ms) return { constraint: 'p95' as const, nearestMs: unloaded };
    const least = atLeast(server);
    const bounds = { least, most: Math.ceil(least / NO_LOAD), guess: least };
    return leastWhere(bounds, (n) => isRoughlyEnough(server, n)) ?? bounds.most;
  };
  return {
    atLeast,
    roughly,
    isEnough,
    least: (server) => {
      const guess = roughly(server);
      if (typeof guess !== 'number') return guess;
      const step = Math.max(1, Math.floor(guess / COUNTED_ONE_BY_ONE));
      const steps = (instances: number) => Math.ceil(instances / step);
      const bounds = {
        least: steps(atLeast(server)),
        guess: steps(guess),
        most: steps(atLeast(server) / NO_LOAD),
      };
      const found = leastWhere(bounds, (n) => isEnough(server, n * step));
      return found === undefined
        ? { constraint: 'p95', nearestMs: formula(server, bounds.most) }
        : found * step;
    },
    utilisation: ({ perSecond }, instances) => rate / (instances * perSecond),
    timeMs: (server, instances) =>
      isTooLarge(demand, server, instances)
        ? formula(server, instances)
        : (knownP95(simulate({ ...demand, count }, server, instances, work))?.value ?? null),
    roughTimeMs: (server, instances) => formula(server, instances),
    tasksPerHour: () => 3600 * rate,
  };
};

/** What the arrivals meet at such instances. */
export function simulate(
  { arrivals, balancer, seed, count }: ArrivalsDemand,
  server: Server,
  instances: number,
  work: PlannedWork,
): QueueResult {
  const isLikeOne = areAlike(balancer) && 'rate' in arrivals;
  return simulateQueue({
    arrivals: isLikeOne ? { rate: arrivals.rate / instances } : arrivals,
    instances: isLikeOne ? 1 : instances,
    workersPerInstance: server.workers,
    serviceMs: serviceMs(server, work),
    ...{ balancer, seed, count },
  });
}

/** Of Poisson arrivals from a tenth of what the instances carry to nearly all of it. */
export function overLoad(
  { balancer, seed, count = ARRIVALS_OF_A_TRY }: ArrivalsDemand,
  server: Server,
  instances: number,
  work: PlannedWork,
) {
  return latencyOverLoad({
    instances: areAlike(balancer) ? 1 : instances,
    workersPerInstance: server.workers,
    serviceMs: serviceMs(server, work),
    ...{ balancer, seed, count: Math.min(count, ARRIVALS_OF_A_TRY) },
  });
}

/** Recorded arrivals have no formula. */
function isTooLarge({ arrivals, balancer }: ArrivalsDemand, { workers }: Server, instances: number): boolean {
  return 'rate' in arrivals && !areAlike(balancer) && workers * instances > MOST_SIMULATED_TOGETHER;
}

/**
 * With a random balancer, Poisson arrivals at n instances are Poisson arrivals at each, n times rarer and
 * independent of the others: one is simulated in place of all.
 */
function areAlike(balancer: ArrivalsDemand['balancer']): boolean {
  return balancer === 'random';
}

/** Measured task times, as long as they are in the company of the server's other workers. */
export function serviceMs(server: Server, { taskMs }: PlannedWork): number[] {
  const slowdown = taskMsOn(server) / mean(taskMs);
  return taskMs.map((ms) => ms * slowdown);
}

function knownP95(result: QueueResult) {
  return result.stable && result.isLongEnough ? result.totalMs.p95 : undefined;
}

function faster(arrivals: Arrivals, by: number): Arrivals {
  if ('rate' in arrivals) return { rate: arrivals.rate * by };
  return { timestampsMs: arrivals.timestampsMs.map((ms) => ms / by) };
}

function remembered<T>(compute: (server: Server, instances: number) => T) {
  const known = new Map<string, T>();
  return (server: Server, instances: number): T => {
    const key = `${server.workers} ${server.perSecond} ${instances}`;
    if (!known.has(key)) known.set(key, compute(server, instances));
    return known.get(key)!;
  };
}

interface Queue {
  demand: ArrivalsDemand;
  /** Tasks a second, at all instances. */
  rate: number;
  serviceMs: readonly number[];
  /** Of one instance. */
  workers: number;
  instances: number;
}

/**
 * About the 95th percentile of the total time, ms: that of the service time, and that of the wait in M/M/c times
 * (1 + scv) ÷ 2, as Allen and Cunneen do with the mean. It is where a simulation begins and what carries its
 * answer over to the ends of a range; too large, since a long wait seldom meets a long task.
 */
function approximateP95({ demand, rate, serviceMs, workers, instances }: Queue): number {
  const isShared = demand.balancer !== 'random';
  const meanMs = mean(serviceMs);
  const scv = mean(serviceMs.map((ms) => (ms / meanMs - 1) ** 2));
  const queue = isShared
    ? { rate, meanMs, servers: workers * instances }
    : { rate: rate / instances, meanMs, servers: workers };
  return quantile(serviceMs, 0.95) + ((1 + scv) / 2) * waitQuantileMMc(queue, 0.95);
}
