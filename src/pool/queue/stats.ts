import { WorkerLostError } from '../../errors.js';
import { isFailure, type Outcome } from '../../workers/session/index.js';

/** Tasks, by what became of them; the first is the sum of the others. */
export interface PoolStats {
  submitted: number;
  /** Not sent to a worker yet. */
  queued: number;
  /** Sent to a worker, and not settled. */
  running: number;
  done: number;
  failed: number;
  lost: number;
  /** Dropped before they began: their call had ended. */
  cancelled: number;
}

export function emptyStats(): PoolStats {
  return { submitted: 0, queued: 0, running: 0, done: 0, failed: 0, lost: 0, cancelled: 0 };
}

/** What an outcome counts as. */
export function countedAs(outcome: Outcome): 'done' | 'failed' | 'lost' {
  if (!isFailure(outcome)) return 'done';
  return outcome.error instanceof WorkerLostError ? 'lost' : 'failed';
}
