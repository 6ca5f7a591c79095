import type { PoolCosts } from '../pool-model/index.js';

/**
 * What the costs may be. Cases of one chunksize alone cannot tell what a chunk costs from what its tasks do (copying
 * large objects), and the costs then have it all by the chunk: that is one extreme, all of it by the task the other.
 */
export function readingsOf(costs: PoolCosts, chunksizes: readonly number[]): PoolCosts[] {
  const [chunksize = 1, ...others] = new Set(chunksizes);
  return others.length > 0 ? [costs] : [costs, byTheTask(costs, chunksize)];
}

/** What a message costs beyond the chunks in it stays with the message. */
function byTheTask(costs: PoolCosts, chunksize: number): PoolCosts {
  const { perChunkMs, dispatcherPerChunkMs } = costs;
  const worker = costs.perFurtherChunkMs ?? perChunkMs;
  const dispatcher = costs.dispatcherPerFurtherChunkMs ?? dispatcherPerChunkMs;
  return {
    ...costs,
    perChunkMs: Math.max(0, perChunkMs - worker),
    perFurtherChunkMs: 0,
    perTaskMs: costs.perTaskMs + worker / chunksize,
    dispatcherPerChunkMs: Math.max(0, dispatcherPerChunkMs - dispatcher),
    dispatcherPerFurtherChunkMs: 0,
    dispatcherPerTaskMs: costs.dispatcherPerTaskMs + dispatcher / chunksize,
  };
}
