import { UsageError } from '../../errors.js';
import {
  type Call,
  type Chunk,
  type ChunkReceiver,
  isFailure,
  movesOf,
  type Outcome,
  ReturnedChunk,
  type Session,
  type StreamOptions,
  type StreamResult,
} from '../../workers/session/index.js';
import type { ChunkQueue } from '../queue/chunk-queue.js';
import type { CallGroup, Settle } from '../queue/slot.js';

export interface CallOfPool {
  group: CallGroup;
  call: Call;
  /** What of a task moves to its worker. */
  transfer?: ((task: never) => readonly unknown[]) | undefined;
  /** How long each task may take, ms. */
  taskTimeoutMs?: number | undefined;
  /** Told of each task that failed. */
  onFailure?: (outcome: Outcome & { error: Error }) => void;
}

/** Nothing came of a chunk and nobody asks any more: its call or the pool had ended before it began. */
export class DroppedError extends Error {}

/**
 * A pool's session as the dispatch of one call sees it: chunks go through the pool's queue. It refuses chunks with
 * a DroppedError once the call is over, so that the dispatch reads no more.
 */
export function callSession(
  session: Session,
  queue: ChunkQueue,
  { group, call, transfer, taskTimeoutMs, onFailure }: CallOfPool,
): Session {
  const limit = taskTimeoutMs === undefined ? undefined : { taskTimeoutMs };
  const extras = ({ tasks }: Chunk): Partial<Chunk> => ({
    ...limit,
    ...(transfer && movesOf(tasks.map((task) => [transfer(task as never)].flat()))),
  });
  const submit = (chunk: Chunk, receiver: ChunkReceiver): void => {
    let ours: Chunk;
    try {
      const { first, tasks } = chunk;
      ours = transfer || limit ? { first, tasks, call, ...extras(chunk) } : { first, tasks, call };
    } catch (thrown) {
      queueMicrotask(() => receiver.refused(thrown, chunk));
      return;
    }
    const settle: Settle = (result) => {
      if (!result) {
        receiver.refused(new DroppedError(), chunk);
        return;
      }
      if (onFailure && !(result instanceof ReturnedChunk))
        for (const outcome of result.outcomes) if (isFailure(outcome)) onFailure(outcome);
      receiver.settled(result, chunk);
    };
    queue.submit(ours, settle, group);
  };
  const stream = async (
    worker: number,
    source: AsyncIterable<Chunk>,
    options?: StreamOptions,
  ): Promise<StreamResult> => {
    const result = await queue.occupy(worker, group, async (index) => {
      const ended = await session.stream!(worker, source, { ...options, ...limit, call, index });
      queue.count(ended.outcome);
      return ended;
    });
    if (!result) throw new DroppedError();
    return result;
  };
  return {
    workers: session.workers,
    get capacity() {
      return session.capacity;
    },
    clock: session.clock,
    startupMs: session.startupMs,
    submit,
    run: (chunk) => new Promise((settled, refused) => submit(chunk, { settled, refused })),
    ...(session.stream && { stream }),
    stop: unsupported,
    stopAfter: unsupported,
    clearStop: unsupported,
    usage: (worker, live) => session.usage(worker, live),
    replace: unsupported,
    on: (event, listener) => session.on(event, listener),
    close: unsupported,
    terminate: unsupported,
  };
}

function unsupported(): never {
  throw new UsageError('A call cannot do this to the workers that it shares with others.');
}
