import { waitAllenCunneen } from './allen-cunneen.js';
import { offeredLoad } from './mmc.js';

export interface Screening {
  /** Tasks a second. */
  rate: number;
  meanMs: number;
  /** Variance ÷ mean² of the service times; 1 where it is not given. */
  scv?: number;
  /** The mean wait may be as long as this. Left out, the load need only be below 1. */
  meanWaitMs?: number;
}

/**
 * The fewest servers behind one queue that carry the load, and keep the mean wait by Allen and Cunneen: where to
 * begin a search, before anything is simulated.
 */
export function leastServers({ rate, meanMs, scv = 1, meanWaitMs }: Screening): number {
  const stable = Math.floor(offeredLoad({ rate, meanMs })) + 1;
  if (meanWaitMs === undefined) return stable;
  let servers = stable;
  while (waitAllenCunneen({ rate, meanMs, scv, servers }) > meanWaitMs) servers++;
  return servers;
}
