import type { Interval } from '../../stats/index.js';
import type { QueueInput } from './queue-input.js';
import { serviceTimesOf } from './service-times.js';
import { simulateQueue } from './simulate-queue.js';

interface OverLoadInput extends Omit<QueueInput, 'arrivals' | 'autoscale'> {
  /** Fractions of what the workers carry, each below 1; from 10 to 95 % in steps of 5, where nothing is said. */
  loads?: readonly number[] | undefined;
}

/** Times in ms. */
interface LoadPoint {
  load: number;
  /** Tasks a second, over all instances. */
  rate: number;
  /** Of the total time. */
  p50Ms: Interval;
  p95Ms: Interval;
  p99Ms: Interval;
  waitP95Ms: Interval;
}

export interface LatencyOverLoad {
  points: LoadPoint[];
  /** The load at which p95 ÷ load is least, as exact as the loads are dense. */
  turningLoad: number;
}

/** Latency over Poisson arrivals of rising rate, each rate with the same tasks in the same order. */
export function latencyOverLoad({ loads = defaultLoads, ...input }: OverLoadInput): LatencyOverLoad {
  const { meanMs } = serviceTimesOf(input.serviceMs);
  const most = (1000 / meanMs) * input.instances * input.workersPerInstance;
  const points = loads.map((load) => pointAt(load, load * most, input));
  return {
    points,
    turningLoad: turningLoadOf(points.map(({ load, p95Ms }) => ({ load, latencyMs: p95Ms.value }))),
  };
}

const defaultLoads = Array.from({ length: 18 }, (_, i) => (10 + 5 * i) / 100);

function pointAt(load: number, rate: number, input: Omit<OverLoadInput, 'loads'>): LoadPoint {
  const result = simulateQueue({ ...input, arrivals: { rate } });
  if (!result.stable) throw new RangeError(`a load of ${load} has no latency; it must be below 1`);
  const { p50, p95, p99 } = result.totalMs;
  return { load, rate, p50Ms: p50, p95Ms: p95, p99Ms: p99, waitP95Ms: result.waitMs.p95 };
}

/**
 * The load at which a latency grows faster than the throughput: where latency ÷ load is least, the point at which
 * a line from the origin touches the curve. "Power", throughput ÷ delay, is largest there (Kleinrock, ICC 1979);
 * for the mean in M/M/c it is the table of knees in Millsap, Comm. ACM 53(10), 2010: 50 % with one worker, 66 % with
 * four, 74 % with eight. NaN without points.
 */
export function turningLoadOf(points: readonly { load: number; latencyMs: number }[]): number {
  const ratio = (point: { load: number; latencyMs: number }) => point.latencyMs / point.load;
  if (points.length === 0) return Number.NaN;
  return points.reduce((a, b) => (ratio(b) < ratio(a) ? b : a)).load;
}
