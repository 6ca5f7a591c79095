import { z } from 'zod';
import type { Transferable } from '../scenario/index.js';
import { checked } from './pool-options.js';

export interface CallOptions<Task = unknown> {
  /** Aborting it rejects the call at once; what runs goes on, unless `cancel`. */
  signal?: AbortSignal;
  /** Aborting ends and replaces the workers that run the call's tasks. */
  cancel?: boolean;
  /** What of a task moves to its worker instead of being copied; processes copy all the same. */
  transfer?: (task: Task) => readonly Transferable[];
}

export interface ChunkedOptions<Task = unknown> extends CallOptions<Task> {
  /** Tasks a message. Default: ⌈n ÷ (4 · workers)⌉ for `map` and `starmap`, 1 for `imap` and `imapUnordered`. */
  chunksize?: number;
}

export interface MapOptions<Task = unknown> extends ChunkedOptions<Task> {
  /** Results as `Promise.allSettled` gives them; no task's error rejects the call. */
  settled?: boolean;
}

export interface ConsumeOptions<Args extends readonly unknown[] = readonly unknown[]> {
  /** What each consumer gets after its items. */
  args?: Args;
  /** Items a message. Default: 1. */
  chunksize?: number;
  signal?: AbortSignal;
  cancel?: boolean;
}

const flag = z.boolean({ error: 'must be true or false' }).optional();
const common = {
  signal: z.instanceof(AbortSignal, { error: 'must be an AbortSignal' }).optional(),
  cancel: flag,
};
const transfer = z
  .custom<(task: unknown) => readonly Transferable[]>((value) => typeof value === 'function', {
    error: 'must be a function of a task that gives what moves',
  })
  .optional();
const chunksize = z
  .custom<number>((value) => Number.isInteger(value) && (value as number) >= 1, {
    error: 'must be a whole number from 1 on',
  })
  .optional();

export const readCallOptions = <T>(options: CallOptions<T>) =>
  checked({ ...common, transfer }, options, 'apply');

export const readMapOptions = <T>(options: MapOptions<T>, caller: string) =>
  checked({ ...common, transfer, chunksize, settled: flag }, options, caller);

export const readConsumeOptions = <A extends readonly unknown[]>(options: ConsumeOptions<A>) =>
  checked(
    { ...common, chunksize, args: z.array(z.unknown(), { error: 'must be a list of arguments' }).optional() },
    options,
    'consume',
  );
