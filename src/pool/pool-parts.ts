import type { Session } from '../workers/session/index.js';
import type { ChunkQueue } from './chunk-queue.js';
import type { OutcomeValues } from './outcome-values.js';
import type { RunningCalls } from './running-calls.js';

/** What the calls of one pool share. */
export interface PoolParts {
  readonly session: Session;
  readonly queue: ChunkQueue;
  readonly calls: RunningCalls;
  readonly values: OutcomeValues;
  /** @throws UsageError where the pool takes no more calls; `why` goes into its sentence. */
  checkOpen(why?: string): void;
}
