import { AsyncLocalStorage } from 'node:async_hooks';
import type { Log, Transferable } from '../../scenario/index.js';

/** The worker that the calling code runs in. */
export interface CurrentWorker {
  /** 0 … workers − 1. */
  readonly worker: number;
  readonly workers: number;
  readonly engine: string;
  /** As debuggers and process lists show it. */
  readonly name: string;
  /** How many CPUs are this worker's share: what a pool that is opened here takes by default. */
  readonly cpuShare: number;
  readonly log: Log;
  /** True once the task that runs was asked to stop. Cheap enough for every 1,000th turn of a loop. */
  stopped(): boolean;
  /** Tells the parent how far the task is: any value that a message can carry. */
  status(value: unknown): void;
}

/** On the global object, since a task module may have loaded another copy of this file. */
const WORKER = Symbol.for('corewise.current-worker');
const INLINE = Symbol.for('corewise.inline-worker');
const TRANSFERS = Symbol.for('corewise.transfers');
const holder = globalThis as {
  [WORKER]?: CurrentWorker;
  [INLINE]?: AsyncLocalStorage<CurrentWorker>;
  [TRANSFERS]?: WeakMap<object, readonly Transferable[]>;
};

/** Undefined outside workers. */
export function currentWorker(): CurrentWorker | undefined {
  return holder[INLINE]?.getStore() ?? holder[WORKER];
}

/** For engines: what all code of this thread or process is told from now on. */
export function setCurrentWorker(worker: CurrentWorker): void {
  holder[WORKER] = worker;
}

/** For engines that run tasks on the caller's own thread: only what is called by `run` is told, also later. */
export function runAsWorker<T>(worker: CurrentWorker, run: () => T): T {
  holder[INLINE] ??= new AsyncLocalStorage();
  return holder[INLINE].run(worker, run);
}

let readLastBegun: () => number | undefined = () => undefined;

/** Tells how the index of the task that was begun last is read from now on. */
export function runsHere(lastBegun: () => number | undefined): void {
  readLastBegun = lastBegun;
}

/** Outcome index of the task that was begun last on this thread, in whichever session; undefined where none was. */
export function lastTaskHere(): number | undefined {
  return readLastBegun();
}

/**
 * Marks what of a result moves to the parent instead of being copied: `return transfer(image, [image.buffer])`.
 * Returns its first argument. Processes copy all the same.
 */
export function transfer<T extends object>(value: T, list: readonly Transferable[]): T {
  holder[TRANSFERS] ??= new WeakMap();
  holder[TRANSFERS].set(value, list);
  return value;
}

/** For engines: what was marked; nothing for most values. */
export function transfersOf(value: unknown): readonly Transferable[] {
  return holder[TRANSFERS] && typeof value === 'object' && value !== null
    ? (holder[TRANSFERS].get(value) ?? [])
    : [];
}

/** For engines: whether this worker ever marked anything. */
export function hasTransfers(): boolean {
  return holder[TRANSFERS] !== undefined;
}
