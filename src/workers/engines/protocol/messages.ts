import type { Call, WorkerUsage } from '../../session/index.js';
import type { SessionSpec } from '../engine.js';
import { type DescribedError, describeError, isSmall } from './described-error.js';

/** What a worker is started with. */
export interface WorkerInit extends SessionSpec {
  worker: number;
  engine: string;
  /** How many CPUs are this worker's share. */
  cpuShare: number;
}

/**
 * [chunk id, outcome index of the first task, tasks, function, whether tasks are lists of arguments]; the last two
 * only in sessions of functions. A tuple: it is the message that has to be cheap.
 */
export type RunMessage = [
  id: number,
  first: number,
  tasks: readonly unknown[],
  call?: string,
  spread?: boolean,
];

/**
 * Several short chunks of one function, flat: lists of numbers are much cheaper to send than a tuple for each chunk.
 * Chunk ids follow on from the first one's; `sizes` is null where each chunk has one task.
 */
export type RunBatch = [
  id: number,
  firsts: readonly number[],
  tasks: readonly unknown[],
  sizes: readonly number[] | null,
  call?: string,
  spread?: boolean,
];

export type DescribedErrors = [position: number, error: DescribedError][] | null;

/** [chunk id, values, errors by position, received, started, finished, CPU ns, wait ns]. */
export type RanMessage = [
  id: number,
  values: unknown[],
  errors: DescribedErrors,
  received: number,
  started: number,
  finished: number,
  cpuNs: number | undefined,
  waitNs: number | undefined,
];

/**
 * Several chunks, whose ids follow on from the first one's. Values and errors are of all of them; `times` are
 * those of runs of chunks that were timed together: [chunks, received, started, finished] for each run.
 */
export type RanBatch = [
  id: number,
  values: unknown[],
  errors: DescribedErrors,
  sizes: readonly number[] | null,
  times: readonly number[],
];

export type ToWorker =
  | RunMessage
  | RunBatch
  | { kind: 'usage'; live: boolean }
  | { kind: 'close' }
  | StreamMessage;

export type StreamMessage =
  | { kind: 'stream'; stream: number; index: number; call?: Call; args?: readonly unknown[] }
  | { kind: 'items'; stream: number; id: number; tasks: readonly unknown[] }
  | { kind: 'end'; stream: number };

/** Times of a chunk that a consumer used up, or of what it did after its last one. */
export interface UsedTimes {
  received: number;
  started: number;
  finished: number;
  cpuNs?: number;
  waitNs?: number;
}

export type FromStream =
  /** The consumer used a chunk up: there is room for another. */
  | ({ kind: 'used'; stream: number } & UsedTimes)
  /** The consumer returned, having taken so many tasks. */
  | { kind: 'consumed'; stream: number; taken: number; value: unknown; last?: UsedTimes }
  | { kind: 'consumed'; stream: number; taken: number; error: DescribedError; last?: UsedTimes };

export type FromWorker =
  | RanMessage
  | RanBatch
  | FromStream
  /** The module is there; what follows is its `setup`. */
  | { kind: 'loaded' }
  | { kind: 'ready'; functions?: string[] }
  | { kind: 'refused'; error: DescribedError }
  | ({ kind: 'usage' } & Omit<WorkerUsage, 'worker'>)
  | { kind: 'log'; level: 'debug' | 'info' | 'warn' | 'error'; message: string; time: number }
  | { kind: 'status'; status: unknown }
  /** An error that no task caught ends the worker; `after`: the task of a scenario that was begun last. */
  | { kind: 'died'; error: DescribedError; after?: number }
  | { kind: 'closed'; error?: DescribedError };

export function isOneRun(message: RunMessage | RunBatch): message is RunMessage {
  return typeof message[1] === 'number';
}

export function isOneRan(message: RanMessage | RanBatch): message is RanMessage {
  return typeof message[3] === 'number';
}

/** How a worker talks to its session: a message port, or a process's channel. */
export interface WorkerChannel {
  /** Throws where the message cannot be carried. */
  post(message: FromWorker, transfer?: readonly unknown[]): void;
  /** Whether this channel can carry the value; a string says why not. */
  whyNot(value: unknown): string | undefined;
  onMessage(listener: (message: ToWorker) => void): void;
  /** Called once all is said; the worker may end, with that exit code (0). */
  end(code?: number): void;
}

export function describeFor(channel: WorkerChannel, thrown: unknown): ReturnType<typeof describeError> {
  return describeError(thrown, (value) => isSmall(value) && channel.whyNot(value) === undefined);
}
