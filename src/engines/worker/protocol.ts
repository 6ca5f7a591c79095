import type { SessionSpec } from '../engine.js';
import type { DescribedError } from './described-error.js';

/** What a worker is started with. */
export interface WorkerInit extends SessionSpec {
  worker: number;
  engine: string;
}

/** [chunk id, outcome index of the first task, tasks]. A tuple: it is the message that has to be cheap. */
export type RunMessage = [id: number, first: number, tasks: readonly unknown[]];

/** [chunk id, values, errors by position, received, started, finished, CPU ns, wait ns]. */
export type RanMessage = [
  id: number,
  values: unknown[],
  errors: [position: number, error: DescribedError][] | null,
  received: number,
  started: number,
  finished: number,
  cpuNs: number | undefined,
  waitNs: number | undefined,
];

export type ToWorker = RunMessage | { kind: 'usage' } | { kind: 'close' };

export type FromWorker =
  | RanMessage
  | { kind: 'ready' }
  | { kind: 'refused'; error: DescribedError }
  | {
      kind: 'usage';
      cpuMs: number;
      waitMs?: number;
      cpu?: number;
      pinned?: number;
      gcMs: number;
      peakMemoryMiB: number;
    }
  | { kind: 'log'; level: 'debug' | 'info' | 'warn' | 'error'; message: string }
  | { kind: 'closed'; error?: DescribedError };
