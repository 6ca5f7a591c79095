import { erlangC } from './erlang.js';

/** Poisson arrivals at one queue before equal servers, exponential service times. */
export interface MarkovianQueue {
  /** Tasks a second. */
  rate: number;
  /** Mean service time. */
  meanMs: number;
  servers: number;
}

/**
 * Mean waiting time in M/M/c, ms: C ÷ (cμ − λ) (Gross, Shortle, Thompson, Harris, Fundamentals of Queueing Theory,
 * 4th edition 2008, 2.3). Infinity at a load of 1 or more.
 */
export function waitMMc(queue: MarkovianQueue): number {
  const spare = sparePerMs(queue);
  return spare <= 0 ? Number.POSITIVE_INFINITY : erlangC(queue.servers, offeredLoad(queue)) / spare;
}

/**
 * The waiting time in M/M/c, ms, that a share `probability` of the tasks does not exceed. A task waits with
 * probability C, and then exponentially long: P(W > t) = C·exp(−(cμ − λ)t) (the same book, 2.3).
 */
export function waitQuantileMMc(queue: MarkovianQueue, probability: number): number {
  const spare = sparePerMs(queue);
  if (spare <= 0) return Number.POSITIVE_INFINITY;
  const waits = erlangC(queue.servers, offeredLoad(queue));
  return Math.max(0, Math.log(waits / (1 - probability)) / spare);
}

/** In Erlang: the workers that the tasks keep busy on average. */
export function offeredLoad({ rate, meanMs }: { rate: number; meanMs: number }): number {
  return (rate / 1000) * meanMs;
}

/** cμ − λ. */
function sparePerMs({ rate, meanMs, servers }: MarkovianQueue): number {
  return servers / meanMs - rate / 1000;
}
