import { type PoolCosts, simulatePool } from '../../src/insight/pool-model/index.js';
import { seededRandom } from '../../src/stats/index.js';

const TASKS = 1_000_000;
const WORKERS = 1_000;

const costs: PoolCosts = {
  engine: 'threads',
  perChunkMs: 0.05,
  perFurtherChunkMs: 0.001,
  perTaskMs: 0.001,
  dispatcherPerChunkMs: 0.01,
  dispatcherPerFurtherChunkMs: 0.001,
  dispatcherPerTaskMs: 0.0005,
  latencyMs: 0.1,
  startupMs: 50,
  slowdown: () => 1.1,
  cores: 512,
  basis: { cases: [], rounds: 0 },
};

/** Seconds that a million uneven tasks on a thousand workers take to be simulated. */
export function secondsFor(dispatch: string, meanMs: number): number {
  const random = seededRandom(1);
  const taskMs = Array.from({ length: TASKS }, () => 2 * meanMs * random.next());
  const start = performance.now();
  simulatePool({ taskMs, workers: WORKERS, chunksize: 1, dispatch, costs });
  return (performance.now() - start) / 1000;
}
