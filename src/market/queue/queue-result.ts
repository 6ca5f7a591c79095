import { type Interval, meanInterval, quantileOfSorted } from '../../stats/index.js';

/** Times in ms with their 95 % intervals. */
export interface Latency {
  mean: Interval;
  p50: Interval;
  p95: Interval;
  p99: Interval;
}

/**
 * Mean and percentiles of times that come in sections of equal length, one after the other. The sections' means
 * tell how sure the overall mean is (batch means: Law, Simulation Modeling and Analysis, 5th edition 2015, 9.5.3).
 * For a percentile p it is the share of each section below the overall percentile: the interval is that of the
 * share, read off at p ± half its width (Woodruff, J. Am. Stat. Ass. 47, 1952). It assumes no density, so that it
 * holds also where many wait for exactly 0 ms. Sections that resemble the one before count for less.
 */
export function latencyOf(times: Float64Array, sections: number): Latency {
  const parts = sectionsOf(times, sections);
  let ascending: Float64Array | undefined;
  const percentile = (probability: number) => () => {
    ascending ??= times.toSorted();
    return percentileInterval(parts, ascending, probability);
  };
  return onDemand({
    mean: () => meanInterval(parts.map(meanOf))!,
    p50: percentile(0.5),
    p95: percentile(0.95),
    p99: percentile(0.99),
  });
}

/** An object whose members are computed when they are first asked for: a search for a size asks for one of eight. */
function onDemand<T extends object>(members: { [Name in keyof T]: () => T[Name] }): T {
  const object = {} as T;
  for (const name of Object.keys(members) as (keyof T)[])
    Object.defineProperty(object, name, {
      ...{ enumerable: true, configurable: true },
      get() {
        const value = members[name]();
        Object.defineProperty(object, name, { value, enumerable: true });
        return value;
      },
    });
  return object;
}

function percentileInterval(
  parts: readonly Float64Array[],
  ascending: Float64Array,
  probability: number,
): Interval {
  const value = quantileOfSorted(ascending, probability);
  const share = meanInterval(parts.map((part) => shareUpTo(value, part)))!;
  const half = share.high - share.value;
  return {
    value,
    low: quantileOfSorted(ascending, Math.max(0, probability - half)),
    high: quantileOfSorted(ascending, Math.min(1, probability + half)),
  };
}

function sectionsOf(times: Float64Array, sections: number): Float64Array[] {
  const size = Math.floor(times.length / sections);
  return Array.from({ length: sections }, (_, i) => times.subarray(i * size, (i + 1) * size));
}

function shareUpTo(value: number, times: Float64Array): number {
  let count = 0;
  for (const time of times) if (time <= value) count++;
  return count / times.length;
}
function meanOf(times: Float64Array): number {
  let total = 0;
  for (const time of times) total += time;
  return total / times.length;
}

/** What tasks meet under load. */
export interface StableQueue {
  stable: true;
  /** Offered load ÷ workers; with autoscaling, of the most instances. */
  load: number;
  /** From arrival to start, and to end. */
  waitMs: Latency;
  totalMs: Latency;
  /** Share of the workers' time in which they run tasks. */
  utilisation: number;
  /** Arrivals that count, of one run. */
  arrivals: number;
  /** Arrivals before them that do not. */
  warmUp: number;
  /** Times that given arrivals were run; 1 for Poisson arrivals. */
  runs: number;
  /** Paid for, running or starting: on average over time, and the most at once. */
  instances: { mean: number; most: number };
  /** Whether the run was long enough for its intervals to hold what they say; if not, a doubt says so. */
  isLongEnough: boolean;
  /** Sentences; empty where nothing is to be doubted. */
  doubts: string[];
}

/** The queue would grow for ever: there are no waiting times to give. */
interface UnstableQueue {
  stable: false;
  /** Offered load ÷ workers: 1 or more. */
  load: number;
  /** The fewest instances whose workers carry the load. */
  leastInstances: number;
}

export type QueueResult = StableQueue | UnstableQueue;
