import type { Interval } from '../../../stats/index.js';

/** The missing speedup by cause, worker-ms per pass. May be negative: then it is a gain. */
export interface Loss {
  /** (workers − cores) · wall time, where there are more workers than cores, less what was throttled. */
  oversubscribed: number;
  /** Runnable, but stopped by the quota of a cgroup. */
  throttled: number;
  /** Of cold passes: until the last worker was ready. */
  startup: number;
  /** Idle while chunks remained, collecting at the end, and waiting for a CPU that the main thread took. */
  dispatch: number;
  /** Workers that never got a chunk. */
  unused: number;
  /** From a worker's last chunk to the last one of all. */
  tail: number;
  /** Runnable but not running, beyond what is throttled, oversubscribed or the main thread's. */
  wait: number;
  /** More CPU time than serial took for the same tasks. */
  slowdown: number;
  /** Whatever the others leave. */
  unexplained: number;
}

/** What the causes are made of, worker-ms per pass; left out where it is not known. */
export interface LossParts {
  /** CPU time of the workers between chunks. */
  messages?: number;
  /** Idle while the main thread was sending to that worker. */
  mainThread: number;
  /** Idle for no such reason: on its way, or the main thread was busy with others. */
  idle: number;
  /** Waiting while the main thread computed on a CPU that a worker needed; part of dispatch. */
  displaced?: number;
  /** From the last chunk's end to the pass's end. */
  collect: number;
  chunkWait?: number;
  gapWait?: number;
  /** CPU time of one worker beyond serial's: the code around the tasks. */
  codePath?: number;
  /** CPU time of all workers beyond one worker's: caches, bandwidth, shared cores, clock speed. */
  host?: number;
  /** Inside chunks, neither running nor runnable: steal, or tasks that wait. */
  blocked?: number;
  /** Garbage collection, wherever it fell. */
  gc?: number;
  /** `slowdown` where the system does not tell waiting and computing apart: it then stands for both. */
  waitIn: 'wait' | 'slowdown';
}

export const CAUSES = [
  'oversubscribed',
  'throttled',
  'startup',
  'dispatch',
  'unused',
  'tail',
  'wait',
  'slowdown',
  'unexplained',
] as const satisfies readonly (keyof Loss)[];

/** The 95 % intervals of the parts and of their sum, worker-ms per pass, over the rounds that the figures rest on. */
export type LossIntervals = Record<keyof Loss | 'total', Interval>;

/** What older reports do not have counts as none. */
export function totalLoss(loss: { readonly [K in keyof Loss]?: number | undefined }): number {
  return CAUSES.reduce((sum, cause) => sum + (loss[cause] ?? 0), 0);
}
