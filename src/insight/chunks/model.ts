import { mean, sum } from '../../stats/index.js';
import { type PoolCosts, simulatePool } from '../pool-model/index.js';
import type { TimedPass } from './timed-pass.js';

/** All that decides what a pass takes at a chunksize. */
export interface ChunkModel {
  /** At serial's speed; one or more. */
  passes: readonly TimedPass[];
  workers: number;
  dispatch: string;
  costs: PoolCosts;
}

/** One way to read the costs: what they come to over all rounds, and without each group of rounds. */
export interface Reading {
  whole: ChunkModel;
  without: readonly ChunkModel[];
}

/**
 * The mean pass in ms: the very tasks in their order, each chunk to whichever worker is free first. Of very many chunks
 * only some, spread evenly, are simulated: how a pass ends no longer matters then.
 */
export function passMs({ passes, workers, dispatch, costs }: ChunkModel, chunksize: number): number {
  return mean(
    passes.map((pass) => {
      const { taskMs, share } = someChunks(pass.taskMs, chunksize, workers);
      return simulatePool({ ...pass, taskMs, workers, chunksize, dispatch, costs }).wallMs / share;
    }),
  );
}

/** Chunks that are simulated at most: in all, or for each worker where that is more. */
const MOST_CHUNKS = { inAll: 1_000, aWorker: 50 };

/** The tasks of some chunks, spread evenly, and which share of all tasks' time they take. */
function someChunks(
  taskMs: readonly number[],
  chunksize: number,
  workers: number,
): { taskMs: readonly number[]; share: number } {
  const most = Math.max(MOST_CHUNKS.inAll, MOST_CHUNKS.aWorker * workers);
  const chunks = Math.ceil(taskMs.length / chunksize);
  if (chunks <= 2 * most) return { taskMs, share: 1 };
  const step = Math.ceil(chunks / most);
  const some: number[] = [];
  for (let from = 0; from < taskMs.length; from += step * chunksize) {
    for (let task = from; task < Math.min(from + chunksize, taskMs.length); task++) some.push(taskMs[task]!);
  }
  return { taskMs: some, share: sum(some) / sum(taskMs) };
}
