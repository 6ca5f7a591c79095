import type { Log } from '../scenario/index.js';

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
const KEY = Symbol.for('corewise.current-worker');
const holder = globalThis as { [KEY]?: CurrentWorker | undefined };

/** Undefined outside workers. */
export function currentWorker(): CurrentWorker | undefined {
  return holder[KEY];
}

/** For engines: what the code that runs from now on is told. */
export function setCurrentWorker(worker: CurrentWorker | undefined): void {
  holder[KEY] = worker;
}
