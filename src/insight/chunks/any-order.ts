import { exactly, seededRandom, shuffle } from '../../stats/index.js';
import { chooseChunksize } from './advised-chunksize.js';
import { type ChunkModel, passMs } from './expected.js';

/** The advice for the same tasks in an order that nobody knows. */
export interface AnyOrder {
  advised: number;
  low: number;
  high: number;
  /** What the advice for the tasks' own order takes, ÷ the best chunksize's, in the mean of the orders. */
  ownAdviceRatio: number;
}

const ORDERS = 12;
const MOST_TASKS = 12_000;

/**
 * Over shuffled orders, the mean pass: a chunksize that happens to fit the tasks' own order is no better than others
 * there. The same orders every time.
 */
export function adviceInAnyOrder(
  model: ChunkModel,
  chunksizes: readonly number[],
  advised: number,
): AnyOrder {
  const shuffled = { ...model, passes: ordersOf(model.passes) };
  const walls = chunksizes.map((chunksize) => passMs(shuffled, chunksize));
  const best = Math.min(...walls);
  const chosen = chooseChunksize(
    chunksizes.map((chunksize, i) => {
      const ratio = walls[i]! / best;
      return { chunksize, wallMs: exactly(walls[i]!), ratio: exactly(ratio) };
    }),
  );
  return { ...chosen, ownAdviceRatio: walls[chunksizes.indexOf(advised)]! / best };
}

function ordersOf(passes: ChunkModel['passes']): ChunkModel['passes'] {
  const random = seededRandom(1);
  const tasks = passes[0]!.taskMs.length;
  const orders = Math.max(2, Math.min(ORDERS, Math.floor(MOST_TASKS / tasks)));
  return Array.from({ length: orders }, (_, order) => {
    const { taskMs, slowness } = passes[order % passes.length]!;
    return { taskMs: shuffle(taskMs, random), slowness };
  });
}
