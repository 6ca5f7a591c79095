import { TaskError, WorkerLostError } from '../errors.js';

/** Where an error came from. */
export interface FailedTask {
  /** Place of the item in the input; 0 for `apply`; of the worker for a consumer. */
  index: number;
  /** The function. */
  name: string;
  worker: number;
}

const tasks = new WeakMap<object, FailedTask>();

/** Which task an error came from; undefined for errors that no task of a pool threw. */
export function taskOf(error: unknown): FailedTask | undefined {
  return typeof error === 'object' && error !== null ? tasks.get(error) : undefined;
}

export interface Origin {
  index: number;
  name: string;
  engine: string;
  workerName(worker: number): string;
}

/**
 * What the caller gets for a failed task: the task's own error as it was rebuilt, with a line in its stack that
 * says which item it was. What is no Error stays the `cause` of the TaskError that carries it.
 */
export function arrived(error: Error, { index, name, engine, workerName }: Origin): Error {
  if (error instanceof WorkerLostError) {
    // One error stands for all tasks of a chunk, so each gets its own.
    const own = new WorkerLostError(
      error.message,
      error.worker,
      error.exitCode,
      error.signal,
      causeOf(error),
    );
    tasks.set(own, { index, name, worker: error.worker });
    return own;
  }
  if (!(error instanceof TaskError)) return error;
  const { worker, cause } = error;
  const original =
    cause instanceof Error ? cause : new TaskError(error.message, index, worker, engine, { cause });
  const line = `    at item ${index} of ${name} in ${workerName(worker)} (${engine})`;
  if (original.stack !== undefined && !original.stack.endsWith(line)) original.stack += `\n${line}`;
  tasks.set(original, { index, name, worker });
  return original;
}

function causeOf({ cause }: Error): ErrorOptions {
  return cause === undefined ? {} : { cause };
}
