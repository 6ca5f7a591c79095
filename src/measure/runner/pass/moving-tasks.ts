import { UsageError } from '../../../errors.js';
import { type Chunk, movesOf, type Session } from '../../../workers/session/index.js';

/** What of a task can be moved. */
export type TransferTask = (task: unknown) => readonly unknown[];

/**
 * A session whose chunks say what of their tasks moves to the worker. What was moved is gone here, so each task can
 * be sent once: fit for a pass, not for the same tasks over and over.
 */
export function movingTasks(session: Session, transferTask: TransferTask): Session {
  const moving = (chunk: Chunk): Chunk => {
    const moves = movesOf(chunk.tasks.map(transferTask));
    // Tasks of a chunk may share a buffer, which a list may name but once.
    return { ...chunk, ...moves, transfer: [...new Set(moves.transfer)] };
  };
  const over: Partial<Session> = {
    run: (chunk, worker) => session.run(moving(chunk), worker),
    ...(session.submit && {
      submit: (chunk, receiver, worker) => session.submit!(moving(chunk), receiver, worker),
    }),
    ...(session.stream && {
      stream: (worker, source, options) => session.stream!(worker, movingSource(source, moving), options),
    }),
  };
  // By inheritance: its figures change while it runs.
  return Object.assign(Object.create(session) as Session, over);
}

function movingSource(source: AsyncIterable<Chunk>, moving: (chunk: Chunk) => Chunk): AsyncIterable<Chunk> {
  return {
    [Symbol.asyncIterator]() {
      const iterator = source[Symbol.asyncIterator]();
      return {
        next: () =>
          iterator
            .next()
            .then((next) => (next.done ? next : { done: false as const, value: moving(next.value) })),
        return: () => iterator.return?.() ?? Promise.resolve({ done: true as const, value: undefined }),
      };
    },
  };
}

/** A buffer that was moved away and is sent again would end the worker that gets it. */
export function checkUnmoved(tasks: readonly unknown[], transferTask: TransferTask): void {
  const moved = tasks.findIndex((task) => transferTask(task).some(isDetached));
  if (moved >= 0)
    throw new UsageError(
      `Task ${moved} was already moved to a worker: \`tasks\` must make new buffers in each call.`,
    );
}

function isDetached(buffer: unknown): boolean {
  if (!(buffer instanceof ArrayBuffer) || buffer.byteLength > 0) return false;
  try {
    new Uint8Array(buffer);
    return false;
  } catch {
    return true;
  }
}
