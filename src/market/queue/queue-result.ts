import type { Latency } from './latency.js';

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
  isSettled: boolean;
  /** Sentences; empty where nothing is to be doubted. */
  doubts: string[];
}

/** The queue would grow for ever: there are no waiting times to give. */
export interface UnstableQueue {
  stable: false;
  /** Offered load ÷ workers: 1 or more. */
  load: number;
  /** The fewest instances whose workers carry the load. */
  leastInstances: number;
}

export type QueueResult = StableQueue | UnstableQueue;
