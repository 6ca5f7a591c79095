import {
  deterministic,
  exponential,
  measured,
  type QueueInput,
  type ServiceTimes,
  simulateQueue,
  waitAllenCunneen,
} from '../../src/market/queue/index.js';
import type { Interval } from '../../src/stats/index.js';
import { waitOfEqualTasks } from './equal-tasks.js';

const MEAN_MS = 100;
const RATE_A_WORKER = 1000 / MEAN_MS;

/** Mean wait of a queue, simulated and by formula, ms. */
export interface Compared {
  name: string;
  load: number;
  arrivals: number;
  simulated: Interval;
  formula: number;
  /** By how much the formula is known to be off, as a share of it. */
  knownError: number;
}

interface Queue {
  name: string;
  servers: number;
  service: ServiceTimes;
}

const exact: Queue[] = [
  { name: 'M/M/1', servers: 1, service: exponential(MEAN_MS) },
  { name: 'M/M/4', servers: 4, service: exponential(MEAN_MS) },
  { name: 'M/M/16', servers: 16, service: exponential(MEAN_MS) },
  { name: 'M/D/1', servers: 1, service: deterministic(MEAN_MS) },
];
const approximate: Queue[] = [
  { name: 'M/D/4', servers: 4, service: deterministic(MEAN_MS) },
  { name: 'M/D/16', servers: 16, service: deterministic(MEAN_MS) },
  { name: 'M/G/4, times 50 to 150', servers: 4, service: measured([50, 75, 100, 125, 150]) },
  { name: 'M/G/4, one in ten 10 × longer', servers: 4, service: measured(fewLong()) },
];
const loads = [0.5, 0.8, 0.95];

export const comparedExactly = (): Compared[] => compareAll(exact);
export const comparedByAllenCunneen = (): Compared[] => compareAll(approximate);

/** Each with a seed of its own: the same tasks everywhere would be off everywhere in the same direction. */
function compareAll(queues: readonly Queue[]): Compared[] {
  const pairs = loads.flatMap((load) => queues.map((queue) => ({ queue, load })));
  return pairs.map(({ queue, load }, i) => compare(queue, load, i + 1));
}

function compare(queue: Queue, load: number, seed: number): Compared {
  const { name, servers, service } = queue;
  const count = load > 0.9 ? 4_000_000 : 1_000_000;
  return {
    ...{ name, load, arrivals: count },
    simulated: meanWait({ serviceMs: service, workersPerInstance: servers, count, seed }, load),
    formula: waitAllenCunneen({ ...markovian(servers, load), scv: service.scv }),
    knownError: knownError(queue, load),
  };
}

/**
 * Exact for equal and for exponential tasks. Between them, and by extension beyond, the wait is taken to go in
 * proportion to the variance (Page, Queueing Theory in OR, 1972).
 */
function knownError({ servers, service }: Queue, load: number): number {
  const equal = MEAN_MS * waitOfEqualTasks(servers, load);
  const exponentially = waitAllenCunneen({ ...markovian(servers, load), scv: 1 });
  const between = service.scv * exponentially + (1 - service.scv) * equal;
  return between / waitAllenCunneen({ ...markovian(servers, load), scv: service.scv }) - 1;
}

const markovian = (servers: number, load: number) => ({
  rate: load * servers * RATE_A_WORKER,
  meanMs: MEAN_MS,
  servers,
});

type Settings = Omit<QueueInput, 'arrivals' | 'instances'>;

function meanWait(settings: Settings, load: number): Interval {
  const { rate } = markovian(settings.workersPerInstance, load);
  const result = simulateQueue({ ...settings, arrivals: { rate }, instances: 1 });
  if (!result.stable) throw new Error(`a load of ${result.load} has no waiting time`);
  return result.waitMs.mean;
}

/** Mean 100 ms, variance ÷ mean² 2.02. */
function fewLong(): number[] {
  const short = MEAN_MS / 1.9;
  return [...new Array<number>(9).fill(short), 10 * short];
}
