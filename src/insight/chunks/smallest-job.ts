import type { Interval } from '../../stats/index.js';

/**
 * How long a job must take in serial, ms, for a pool that it starts and ends itself to pay: J with J = start-up +
 * J ÷ speedup, so J = start-up ÷ (1 − 1 ÷ speedup). Null where the pool may be no faster at all.
 */
export function smallestJobMs(startupMs: number, speedup: Interval): Interval | null {
  if (speedup.low <= 1) return null;
  const jobMs = (by: number) => startupMs / (1 - 1 / by);
  return { value: jobMs(speedup.value), low: jobMs(speedup.high), high: jobMs(speedup.low) };
}
