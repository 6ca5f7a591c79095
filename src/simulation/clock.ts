/** Milliseconds on a clock that never goes back and that all workers of a session share. */
export interface Clock {
  now(): number;
}

/**
 * CLOCK_MONOTONIC in milliseconds: the same origin in every thread and process of the machine, unlike
 * `performance.now()`, whose origin is the isolate's start.
 */
export const monotonicClock: Clock = { now: monotonicMs };

const hrtime = process.hrtime.bigint;

export function monotonicMs(): number {
  return Number(hrtime()) / 1e6;
}
