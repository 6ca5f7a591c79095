import { UsageError } from '../../errors.js';
import { field, flagField, optionsReader, shown, signalField, wholeField } from '../../read-options.js';
import type { Transferable } from '../../scenario/index.js';
import { isInlineEngine } from '../../workers/engines/index.js';
import { LONGEST_TIMER_MS } from '../../workers/session/index.js';

export interface CallOptions<Task = unknown> {
  /**
   * Aborting it rejects the call at once with the signal's reason. What waits of it is dropped; what runs goes on,
   * told by `currentWorker().stopped()`, and its workers count as busy until it is done.
   */
  signal?: AbortSignal;
  /**
   * Aborting also ends and replaces the workers that are busy with the call. Not in the engine `serial`, whose only
   * worker is the caller's own thread. Default: false.
   */
  cancel?: boolean;
  /**
   * How long each task may take from when its worker begins it, ms: then the worker is ended and replaced, and the task
   * rejects with OverdueError; the others go on. A chunk of several has their times together, and rejects together, so
   * `map` and `starmap` send them one by one unless told otherwise. Not in the engine `serial`. Default: the pool's.
   */
  taskTimeoutMs?: number;
  /** What of a task moves to its worker instead of being copied; processes copy all the same. */
  transfer?: (task: Task) => readonly Transferable[];
}

export interface ChunkedOptions<Task = unknown> extends CallOptions<Task> {
  /** Tasks a message. Default: 1; of `map` and `starmap` without a time limit ⌈n ÷ (4 · workers)⌉. */
  chunksize?: number;
}

export interface MapOptions<Task = unknown> extends ChunkedOptions<Task> {
  /** Results as `Promise.allSettled` gives them; no task's error rejects the call. Default: false. */
  settled?: boolean;
}

export interface ConsumeOptions<Args extends readonly unknown[] = readonly unknown[]> {
  /** What each consumer gets after its items. Default: nothing. */
  args?: Args;
  /** Items per message. Default: 1. */
  chunksize?: number;
  /** Aborting it rejects the call at once with the signal's reason; consumers see the end of their items. */
  signal?: AbortSignal;
  /**
   * How long the consumer may take for an item, and as long again after its last one, ms. Then it is ended with its
   * worker; how long it waits for items does not count. Not in the engine `serial`. Default: the pool's.
   */
  taskTimeoutMs?: number;
  /** Aborting also ends and replaces the workers of the consumers. Default: false. */
  cancel?: boolean;
}

export interface CloseOptions {
  /** After so many ms the pool is terminated. Default: it takes as long as it takes. */
  timeoutMs?: number;
}

/** Longer than this a timer would fire at once. */
const MOST_MS = LONGEST_TIMER_MS;

export const timeoutField = wholeField(1, MOST_MS, `of ms from 1 to ${MOST_MS}`);

const calls = { signal: signalField, cancel: flagField, taskTimeoutMs: timeoutField };
const transfer = field<(task: unknown) => readonly Transferable[]>(
  'must be a function that takes a task and returns what to transfer',
  (value) => typeof value === 'function',
);
const chunksize = wholeField(1);
const args = field<readonly unknown[]>('must be a list of arguments', Array.isArray);

export const readCallOptions = optionsReader<CallOptions<never>>({ ...calls, transfer });

export const readMapOptions = optionsReader<MapOptions<never>>({
  ...calls,
  transfer,
  chunksize,
  settled: flagField,
});

export const readConsumeOptions = optionsReader<ConsumeOptions>({ ...calls, chunksize, args });

export const readCloseOptions = optionsReader<CloseOptions>({
  timeoutMs: field<number>(
    `must be from 0 to ${MOST_MS} ms`,
    (value) => typeof value === 'number' && value >= 0 && value <= MOST_MS,
  ),
});

/**
 * How long each task of a call may take: what the call says, else what the pool does.
 * @throws UsageError where nothing could end the task.
 */
export function taskTimeouts({
  engine,
  taskTimeoutMs,
}: {
  engine: string;
  taskTimeoutMs?: number | undefined;
}) {
  return (given = taskTimeoutMs): number | undefined => {
    if (given !== undefined && isInlineEngine(engine)) throw notEnded('taskTimeoutMs', given, engine);
    return given;
  };
}

/** For options that need a worker that can be ended. */
export function notEnded(name: string, value: unknown, engine: string): UsageError {
  return new UsageError(
    `\`${name}\` is ${shown(value)}; the engine ${engine} has the caller's own thread, which cannot be replaced.`,
  );
}
