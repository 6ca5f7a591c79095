import { field, flagField, optionsReader, signalField, wholeField } from '../../read-options.js';
import type { Transferable } from '../../scenario/index.js';

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
  /** What of a task moves to its worker instead of being copied; processes copy all the same. */
  transfer?: (task: Task) => readonly Transferable[];
}

export interface ChunkedOptions<Task = unknown> extends CallOptions<Task> {
  /** Tasks a message. Default: ⌈n ÷ (4 · workers)⌉ for `map` and `starmap`, 1 for `imap` and `imapUnordered`. */
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
  /** Aborting also ends and replaces the workers of the consumers. Default: false. */
  cancel?: boolean;
}

export interface CloseOptions {
  /** After so many ms the pool is terminated. Default: it takes as long as it takes. */
  timeoutMs?: number;
}

const calls = { signal: signalField, cancel: flagField };
const transfer = field<(task: unknown) => readonly Transferable[]>(
  'must be a function of a task that gives what moves',
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

/** Longer than this a timer would fire at once. */
const MOST_MS = 2 ** 31 - 1;

export const readCloseOptions = optionsReader<CloseOptions>({
  timeoutMs: field<number>(
    `must be from 0 to ${MOST_MS} ms`,
    (value) => typeof value === 'number' && value >= 0 && value <= MOST_MS,
  ),
});
