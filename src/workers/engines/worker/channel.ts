import { describeError } from './described-error.js';
import type { FromWorker, ToWorker } from './protocol.js';
import { isSmall } from './small-enough.js';

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
