import type { Session } from '../../workers/session/index.js';
import { taskTimeouts } from '../calls/options.js';
import { OutcomeValues } from '../calls/outcome-values.js';
import { type PoolParts, RunningCalls } from '../calls/running-calls.js';
import type { PoolListeners } from '../events.js';
import { ChunkQueue } from '../queue/chunk-queue.js';
import type { PoolOptions } from './options.js';

/** As they were read, with their defaults. */
export type OpenedOptions = Omit<PoolOptions, 'engine'> & { engine: string };

/** What the calls of a pool on these workers share. `checkOpen` throws UsageError where it takes no more of them. */
export function partsOf(
  session: Session,
  options: OpenedOptions,
  listeners: PoolListeners,
  checkOpen: (why?: string) => void,
): PoolParts {
  const { name, engine, maxTasksPerWorker, maxWorkerMemory, maxQueued } = options;
  return {
    session,
    queue: new ChunkQueue(session, {
      maxTasksPerWorker,
      maxWorkerMemory,
      maxQueued,
      onDrain: () => listeners.drained(),
    }),
    calls: new RunningCalls(),
    values: new OutcomeValues(engine, name),
    checkOpen,
    taskTimeoutMs: taskTimeouts(options),
  };
}
