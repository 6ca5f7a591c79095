import {
  messageOf,
  OverdueError,
  PoolBrokenError,
  TaskError,
  UnsentTaskError,
  WorkerLostError,
} from '../../errors.js';
import { workerName } from '../../workers/engines/index.js';
import { isFailure, type Outcome } from '../../workers/session/index.js';

/** What the caller of a function gets for the outcome of its task. */
export class OutcomeValues {
  constructor(
    private readonly engine: string,
    /** Of the pool. */
    private readonly name?: string,
  ) {}

  /** @throws the task's error, as the caller gets it. */
  valueOf(outcome: Outcome, called: string): unknown {
    if (isFailure(outcome)) throw this.errorOf(outcome, called);
    return outcome.value;
  }

  settledOf(outcome: Outcome, called: string): PromiseSettledResult<unknown> {
    return isFailure(outcome)
      ? { status: 'rejected', reason: this.errorOf(outcome, called) }
      : { status: 'fulfilled', value: outcome.value };
  }

  errorOf({ index, error }: { index: number; error: Error }, called: string): Error {
    const { name } = this;
    const named = (worker: number) => workerName({ ...(name !== undefined && { name }), worker });
    return arrived(error, { index, name: called, engine: this.engine, workerName: named });
  }
}

/** What becomes of all calls of a terminated pool. */
export function terminatedError(cause?: unknown): WorkerLostError {
  return new WorkerLostError('the pool was terminated', 0, null, null, cause === undefined ? {} : { cause });
}

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

interface Origin {
  index: number;
  /** The function. */
  name: string;
  engine: string;
  workerName(worker: number): string;
}

/**
 * What the caller gets for a failed task: the task's own error as it was rebuilt, with a line in its stack that
 * says which item it was. What is no Error stays the `cause` of the TaskError that carries it.
 */
export function arrived(error: Error, origin: Origin): Error {
  if (error instanceof WorkerLostError) {
    // One error stands for all tasks of a chunk, so each gets its own.
    return marked(ownCopy(error), error.worker, origin);
  }
  if (error instanceof OverdueError && error.worker !== undefined) {
    const text = itemFor(error.message, origin);
    return marked(new OverdueError(text, error.worker), error.worker, origin);
  }
  if (!(error instanceof TaskError)) return error;
  const { worker, cause } = error;
  // The channel's own error knows no way out.
  if (error instanceof UnsentTaskError) return marked(unsent(error, origin), worker, origin);
  return marked(cause instanceof Error ? cause : notAnError(error, origin), worker, origin);
}

function ownCopy(error: WorkerLostError): WorkerLostError {
  const { message, worker, exitCode, signal, cause } = error;
  const options = cause === undefined ? {} : { cause };
  return error instanceof PoolBrokenError
    ? new PoolBrokenError(message, error.losses, error, options)
    : new WorkerLostError(message, worker, exitCode, signal, options);
}

/** Sessions count tasks from their own beginning; callers count items of their call. */
function itemFor(message: string, { index, name }: Pick<Origin, 'index' | 'name'>): string {
  return message.replace(/^Task \d+/, `Item ${index} of ${name}`);
}

function unsent({ message, worker, cause }: UnsentTaskError, origin: Origin): TaskError {
  const text = itemFor(message, origin);
  return new UnsentTaskError(text, origin.index, worker, origin.engine, { cause });
}

function notAnError({ worker, cause }: TaskError, { index, name, engine, workerName }: Origin): TaskError {
  const text = `Item ${index} of ${name} failed in ${workerName(worker)} (${engine}): ${messageOf(cause)}`;
  return new TaskError(text, index, worker, engine, { cause });
}

function marked(error: Error, worker: number, { index, name, engine, workerName }: Origin): Error {
  tasks.set(error, { index, name, worker });
  const line = `    at item ${index} of ${name} in ${workerName(worker)} (${engine})`;
  const { stack } = error;
  if (typeof stack !== 'string' || stack.endsWith(line)) return error;
  // What the caller's own thread threw may be frozen: then it is as it is.
  Reflect.set(error, 'stack', `${stack}\n${line}`);
  return error;
}
