import {
  type BalancerName,
  balancerNames,
  exponential,
  simulateQueue,
} from '../../src/market/queue/index.js';
import { median } from '../../src/stats/index.js';

const INSTANCES = 1_250;
const WORKERS = 8;
const MEAN_MS = 100;
const REPEATS = 5;

export interface Speed {
  balancer: BalancerName;
  arrivals: number;
  workers: number;
  /** Medians of several runs. */
  seconds: number;
  /** What it takes where nothing else runs. */
  cpuSeconds: number;
}

/** One million arrivals that load ten thousand workers to 80 %. */
export const speeds = (): Speed[] => balancerNames.map(speedOf);

function speedOf(balancer: BalancerName): Speed {
  const arrivals = 1_000_000;
  const workers = INSTANCES * WORKERS;
  const input = {
    ...{
      arrivals: { rate: (0.8 * workers * 1000) / MEAN_MS },
      serviceMs: exponential(MEAN_MS),
      count: arrivals,
    },
    ...{ instances: INSTANCES, workersPerInstance: WORKERS, balancer },
  };
  const times = Array.from({ length: REPEATS }, () => timed(() => simulateQueue(input)));
  return {
    ...{ balancer, arrivals, workers },
    seconds: median(times.map(({ seconds }) => seconds)),
    cpuSeconds: median(times.map(({ cpuSeconds }) => cpuSeconds)),
  };
}

function timed(work: () => void): { seconds: number; cpuSeconds: number } {
  const start = performance.now();
  const cpu = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(cpu);
  return { seconds: (performance.now() - start) / 1000, cpuSeconds: (user + system) / 1e6 };
}
