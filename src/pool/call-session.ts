import { UsageError } from '../errors.js';
import {
  type Call,
  type Chunk,
  type ChunkResult,
  isFailure,
  type Session,
  type StreamOptions,
  type StreamResult,
} from '../work/index.js';
import type { CallGroup, ChunkQueue } from './chunk-queue.js';

export interface CallOfPool {
  group: CallGroup;
  call: Call;
  /** What of a task moves to its worker. */
  transfer?: (task: unknown) => readonly unknown[];
  /** After the first failure no more chunks are sent. */
  stopsAtFailure: boolean;
}

/** Nothing came of a task, and nobody asks any more: its call was aborted, or failed before it began. */
export class DroppedError extends Error {}

/** A pool's session as the dispatch of one call sees it: chunks go through the pool's queue. */
export function callSession(session: Session, queue: ChunkQueue, ours: CallOfPool): Session {
  const { group, call, transfer, stopsAtFailure } = ours;
  const run = async (chunk: Chunk): Promise<ChunkResult> => {
    const moved = transfer && chunk.tasks.flatMap(transfer);
    const result = await queue.run({ ...chunk, call, ...(moved && { transfer: moved }) }, group);
    if (!result) return dropped(chunk, session);
    if (stopsAtFailure && result.outcomes.some(isFailure)) group.isOver = true;
    return result;
  };
  const stream = async (
    worker: number,
    source: AsyncIterable<Chunk>,
    options?: StreamOptions,
  ): Promise<StreamResult> => {
    const result = await session.stream!(worker, source, { call, ...options });
    queue.count(result.outcome);
    return result;
  };
  return {
    workers: session.workers,
    get capacity() {
      return session.capacity;
    },
    clock: session.clock,
    startupMs: session.startupMs,
    run,
    ...(session.stream && { stream }),
    stop: unsupported,
    stopAfter: unsupported,
    clearStop: unsupported,
    usage: (worker) => session.usage(worker),
    replace: unsupported,
    on: (event, listener) => session.on(event, listener),
    close: unsupported,
    terminate: unsupported,
  };
}

function dropped({ first, tasks }: Chunk, { clock }: Session): ChunkResult {
  const error = new DroppedError('the task was never begun');
  const now = clock.now();
  return {
    outcomes: tasks.map((_, position) => ({ index: first + position, error })),
    telemetry: { worker: 0, received: now, started: now, finished: now },
  };
}

function unsupported(): never {
  throw new UsageError('A call cannot do this to the workers that it shares with others.');
}
