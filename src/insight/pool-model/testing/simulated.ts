import { seededRandom } from '../../../stats/index.js';
import type { PoolCosts } from '../costs.js';
import { type PoolRun, simulatePool } from '../index.js';

export type Given = Partial<Omit<PoolRun, 'costs'>> & { costs?: Partial<PoolCosts> };

/** Workers have no chunks in reserve where nothing else is said. */
export function simulate({ costs, ...given }: Given) {
  const run = {
    taskMs: [1],
    workers: 1,
    chunksize: 1,
    dispatch: 'imapUnordered',
    chunksAWorker: 1,
    ...given,
  };
  return simulatePool({ ...run, costs: inventCosts(costs) });
}

export function wall(given: Given): number {
  return simulate(given).wallMs;
}

export const equal = (count: number, ms = 1) => new Array<number>(count).fill(ms);

export function uneven(count: number, seed: number): number[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => 1 + 20 * random.next() ** 4);
}

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
