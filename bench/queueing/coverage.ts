import {
  exponential,
  type Latency,
  type ServiceTimes,
  type StableQueue,
  simulateQueue,
  waitMMc,
  waitQuantileMMc,
} from '../../src/market/queue/index.js';

export const RUNS = 300;
export const ARRIVALS = 50_000;

const MEAN_MS = 100;
const statistics = ['mean', 'p50', 'p95', 'p99'] as const;
const loads = [0.5, 0.8];

/** How many of the runs gave intervals that hold the truth. */
export interface Coverage {
  name: string;
  load: number;
  held: Record<(typeof statistics)[number], number>;
}

type Truths = Record<(typeof statistics)[number], number>;

export function coverages(): Coverage[] {
  return loads.flatMap((load) => [
    coverage('M/M/1, total time', load, 1, ({ totalMs }) => totalMs, totalInMM1(load)),
    coverage('M/M/1, waiting time', load, 1, ({ waitMs }) => waitMs, waitInMMc(load, 1)),
    coverage('M/M/4, waiting time', load, 4, ({ waitMs }) => waitMs, waitInMMc(load, 4)),
  ]);
}

function coverage(
  name: string,
  load: number,
  workersPerInstance: number,
  timesOf: (result: StableQueue) => Latency,
  truths: Truths,
): Coverage {
  const held = { mean: 0, p50: 0, p95: 0, p99: 0 };
  for (let seed = 1; seed <= RUNS; seed++) {
    const times = timesOf(run(load, workersPerInstance, exponential(MEAN_MS), seed));
    for (const each of statistics) held[each] += Number(holds(times[each], truths[each]));
  }
  return { name, load, held };
}

function run(load: number, workersPerInstance: number, serviceMs: ServiceTimes, seed: number): StableQueue {
  const arrivals = { rate: (load * workersPerInstance * 1000) / MEAN_MS };
  const result = simulateQueue({
    arrivals,
    serviceMs,
    instances: 1,
    workersPerInstance,
    seed,
    count: ARRIVALS,
  });
  if (!result.stable) throw new Error(`a load of ${load} has no waiting time`);
  return result;
}

const ROUNDING = 1e-9;
const holds = ({ low, high }: { low: number; high: number }, truth: number) =>
  low <= truth + ROUNDING && truth <= high + ROUNDING;

/** Exponential with rate μ − λ. */
function totalInMM1(load: number): Truths {
  const meanMs = MEAN_MS / (1 - load);
  return { mean: meanMs, p50: meanMs * Math.log(2), p95: meanMs * Math.log(20), p99: meanMs * Math.log(100) };
}

function waitInMMc(load: number, servers: number): Truths {
  const queue = { rate: (load * servers * 1000) / MEAN_MS, meanMs: MEAN_MS, servers };
  const percentile = (probability: number) => waitQuantileMMc(queue, probability);
  return { mean: waitMMc(queue), p50: percentile(0.5), p95: percentile(0.95), p99: percentile(0.99) };
}
