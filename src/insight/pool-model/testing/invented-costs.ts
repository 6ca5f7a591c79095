import type { PoolCosts } from '../costs.js';

/** For tests: nothing costs anything, on as many cores as there are workers, but for what is given. */
export function inventCosts(given: Partial<PoolCosts> = {}): PoolCosts {
  return {
    engine: 'threads',
    perChunkMs: 0,
    perTaskMs: 0,
    dispatcherPerChunkMs: 0,
    dispatcherPerTaskMs: 0,
    startupMs: 0,
    slowdown: () => 1,
    cores: Number.POSITIVE_INFINITY,
    basis: { cases: [], rounds: 0 },
    ...given,
  };
}
