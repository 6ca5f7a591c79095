import type { OverMemory } from '../../memory-limit.js';
import type { FromWorker, ToWorker } from '../../protocol/messages.js';

/** How a worker ended. */
export interface WorkerExit {
  code: number | null;
  signal: string | null;
  /** What ended it, where it was an uncaught error. */
  error?: unknown;
  /** What is said of its end, after its name, where who started it knows more than this. */
  story?: string;
  /** It was ended for what it held. */
  overMemory?: OverMemory;
  /** The error came from code of the user that no task caught; `after`: the task that was begun last. */
  stray?: { after?: number };
}

/** The session's end of one worker: all that threads and processes differ in. */
export interface WorkerLink {
  /** Throws where the message cannot be carried. `transfer`: what moves, where the engine can move. */
  post(message: ToWorker, transfer?: readonly unknown[]): void;
  /** Ends the worker now, whatever it does. */
  kill(): void;
  /** Whether the worker keeps this process running. */
  ref(): void;
  unref(): void;
}

export interface LinkListener {
  message(message: FromWorker): void;
  /** After the last message; once. */
  exit(exit: WorkerExit): void;
}

export type StartWorker = (worker: number, listener: LinkListener) => WorkerLink;
