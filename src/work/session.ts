import type { Chunk } from './chunk.js';
import type { Clock } from './clock.js';
import type { Outcome } from './outcome.js';

/**
 * What a worker saw of one chunk. Times are milliseconds of the session's clock; `cpuNs` and `waitNs`
 * (runnable but not running) are there only where the system tells them and the chunk was long enough to ask.
 */
export interface ChunkTelemetry {
  worker: number;
  received: number;
  started: number;
  finished: number;
  cpuNs?: number;
  waitNs?: number;
}

export interface ChunkResult {
  /** One per task of the chunk, in task order. */
  outcomes: Outcome[];
  telemetry: ChunkTelemetry;
}

/** What one worker used since it started. */
export interface WorkerUsage {
  worker: number;
  cpuMs: number;
  /** Runnable but not running; undefined where the system does not tell. */
  waitMs?: number;
  /** Garbage collection; undefined where it was not observed. */
  gcMs?: number;
  /** The CPU the worker last ran on; undefined where the system does not tell. */
  cpu?: number;
  /** The CPU it was pinned to; undefined where it was not. */
  pinned?: number;
  /** Peak memory of the worker (its process, or its isolate's heap), MiB. */
  peakMemoryMiB?: number;
}

export interface SessionEvents {
  log: (entry: { worker: number; level: 'debug' | 'info' | 'warn' | 'error'; message: string }) => void;
  status: (entry: { worker: number; status: unknown }) => void;
  lost: (entry: { worker: number; exitCode: number | null; signal: string | null }) => void;
}

/** A set of ready workers. Engines and dispatches meet only here. */
export interface Session {
  readonly workers: number;
  /** Chunks it accepts at once now; a dispatch keeps at most that many outstanding and queues nowhere else. */
  readonly capacity: number;
  /** All times of the session come from here: virtual for the fake engine. */
  readonly clock: Clock;
  /** From the request to the moment each worker was ready, ms, by worker. */
  readonly startupMs: readonly number[];
  /** Settles when every task of the chunk has; never rejects for what a task did. */
  run(chunk: Chunk, worker?: number): Promise<ChunkResult>;
  /** Raises the stop flag for these outcome indices, or for every task of the session. */
  stop(tasks?: readonly number[]): void;
  /** Raises the flag of the whole session after so many ms, also where the caller's own thread computes. */
  stopAfter(ms: number): void;
  /** Lowers the flag of the whole session. */
  clearStop(): void;
  /** Reads each worker's counters, from inside the worker. Call between passes. */
  usage(): Promise<WorkerUsage[]>;
  /** Ends one worker and starts another in its place. */
  replace(worker: number): Promise<void>;
  on<E extends keyof SessionEvents>(event: E, listener: SessionEvents[E]): void;
  /** Finishes what runs, then ends the workers. Idempotent, never hangs. */
  close(): Promise<void>;
  /** Ends the workers now; what they held settles with WorkerLostError. */
  terminate(): Promise<void>;
}
