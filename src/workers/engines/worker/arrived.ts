import { isOneRun, type RunBatch, type RunMessage } from '../protocol/messages.js';
import type { TaskFunction } from './program.js';
import type { RanTasks, TaskLoop } from './task-loop.js';
import type { ThreadTimes } from './thread-counters.js';

/** The chunks of one message, and how far they have run. */
export interface Arrived {
  readonly id: number;
  readonly firsts: readonly number[];
  readonly tasks: readonly unknown[];
  readonly sizes: readonly number[] | null;
  readonly run: TaskFunction;
  /** Undefined where the first chunk begins at once: a clock read less for every short chunk. */
  readonly received: number | undefined;
  /** The next chunk, and its first task. */
  at: number;
  task: number;
}

/** A chunk that an asynchronous task holds up. */
export interface HeldUp {
  id: number;
  first: number;
  tasks: readonly unknown[];
  from: number;
  to: number;
  run: TaskFunction;
  received: number | undefined;
  started: number;
  before: ThreadTimes | undefined;
  /** What its tasks gave so far. */
  so: RanTasks;
}

/** `received`: when, ms; undefined where its first chunk begins at once. */
export function arrivedOf(
  message: RunMessage | RunBatch,
  loop: TaskLoop,
  received: number | undefined,
): Arrived {
  if (isOneRun(message)) {
    const [id, first, tasks, call, spread] = message;
    const run = loop.task(call, spread);
    return { id, firsts: [first], tasks, sizes: [tasks.length], run, received, at: 0, task: 0 };
  }
  const [id, firsts, tasks, sizes, call, spread] = message;
  return { id, firsts, tasks, sizes, run: loop.task(call, spread), received, at: 0, task: 0 };
}
