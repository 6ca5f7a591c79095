import { WorkerLostError } from '../errors.js';
import { workerName } from '../workers/engines/index.js';
import { isFailure, type Outcome } from '../workers/session/index.js';
import { arrived } from './arrived.js';

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
