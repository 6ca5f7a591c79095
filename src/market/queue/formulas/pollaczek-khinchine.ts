import { offeredLoad } from './mmc.js';

/**
 * Mean waiting time in M/G/1, ms: ρ·E[S]·(1 + scv) ÷ (2·(1 − ρ)), with scv = variance ÷ mean² of the service time
 * (Pollaczek 1930, Khinchine 1932). Infinity at a load of 1 or more. `rate` in tasks a second.
 */
export function waitMG1({ rate, meanMs, scv }: { rate: number; meanMs: number; scv: number }): number {
  const load = offeredLoad({ rate, meanMs });
  return load >= 1 ? Number.POSITIVE_INFINITY : (load * meanMs * (1 + scv)) / (2 * (1 - load));
}

/** Mean waiting time in M/D/1, ms: that of M/G/1 where all tasks take as long. */
export function waitMD1({ rate, serviceMs }: { rate: number; serviceMs: number }): number {
  return waitMG1({ rate, meanMs: serviceMs, scv: 0 });
}
