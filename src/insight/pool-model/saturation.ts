import { dispatcherMs, heldOf, type PoolCosts, workerMs } from './costs.js';

export interface DispatchedChunks {
  /** A task's mean time in serial. */
  taskMs: number;
  chunksize: number;
  costs: PoolCosts;
}

/**
 * With so many workers, a core for each, the dispatcher is busy all the time, and more of them gain nothing: what a
 * message takes from its sending to its answer ÷ what the dispatcher does for it (the asymptotic bound of Denning and
 * Buzen, ACM Computing Surveys 10, 1978). Infinite where dispatching costs nothing. Tasks are not taken to get slower
 * beyond the workers that were measured.
 */
export function dispatcherSaturatesAt(chunks: DispatchedChunks): number {
  const { atDispatcher, away } = roundTrip(chunks);
  return atDispatcher > 0 ? Math.max(1, away / atDispatcher) : Number.POSITIVE_INFINITY;
}

/** What the dispatcher does for a chunk where it is busy with chunks like this one, ms. */
export function dispatcherPerChunk(chunks: DispatchedChunks): number {
  const { atDispatcher, together } = roundTrip(chunks);
  return atDispatcher / together;
}

function roundTrip({ taskMs, chunksize, costs }: DispatchedChunks) {
  const chunkMs = chunksize * taskMs * costs.slowdown(Number.POSITIVE_INFINITY);
  const held = heldOf(chunkMs);
  const together = Math.ceil(held / 2);
  const load = { chunks: together, tasks: together * chunksize };
  const atDispatcher = dispatcherMs(costs, load);
  const atWorker = together * chunkMs + workerMs(costs, load);
  // With chunks in reserve, a worker computes while its next ones are on the way.
  const onTheWay = held === 1 ? (costs.latencyMs ?? 0) + atDispatcher : 0;
  return { together, atDispatcher, away: atWorker + onTheWay };
}
