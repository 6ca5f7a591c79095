import { EventEmitter } from 'node:events';
import { type OverdueError, UsageError, type WorkerLostError } from '../../errors.js';
import type { Clock } from '../../simulation/index.js';
import type { Call, Chunk, ChunkReceiver, ChunkResult, ChunkTelemetry, Outcome } from './chunk.js';

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
  /** Most threads at once, of a program and what it started; undefined of other workers. */
  threads?: number;
  /** What its isolate has in use, heap and external, MiB; undefined where it is not the worker's alone. */
  heldMiB?: number;
}

/** What a worker logged or printed: one line, or several where the text had them. */
export interface LogEntry {
  worker: number;
  level: 'debug' | 'info' | 'warn' | 'error';
  message: string;
  /** Wall-clock time in the worker, ms since 1970. */
  time: number;
}

/** How a stream ended: one consumer's result, and what it did not take of what was sent to it. */
export interface StreamResult {
  /** `index` is the worker, `items` the tasks it took. */
  outcome: Outcome;
  untaken: Chunk[];
}

export interface StreamOptions {
  call?: Call;
  /** For its stop flag, as the outcome index of a task. Default: the worker. */
  index?: number;
  /** What the consumer gets beside its tasks; only in sessions of functions. */
  args?: readonly unknown[];
  /** How long the consumer may take for each task, and as long again after its last one, ms; as of a chunk. */
  taskTimeoutMs?: number;
  /** Told of each chunk that the consumer has used up. */
  used?: (telemetry: ChunkTelemetry, chunk: Chunk) => void;
}

/** What a worker has begun and not finished. */
export interface RunningChunk {
  worker: number;
  /** Another number for another chunk of the worker. */
  id: number;
  /** Outcome index of the task that runs, or of the first one of a chunk whose task cannot be told. */
  first: number;
  /** Tasks that it may be one of. */
  tasks: number;
}

export interface SessionEvents {
  log: (entry: LogEntry) => void;
  status: (entry: { worker: number; status: unknown }) => void;
  /** `error`: what the tasks that it had begun are told. */
  lost: (entry: {
    worker: number;
    exitCode: number | null;
    signal: string | null;
    error: WorkerLostError;
  }) => void;
  /** A worker's teardown had not returned when its time was over; the worker is ended all the same. */
  unfinished: (entry: { worker: number; error: OverdueError }) => void;
}

/** Tells a session's listeners what happens. */
export class SessionEmitter {
  private readonly emitter = new EventEmitter();

  constructor(listeners: Partial<SessionEvents> = {}) {
    // Everything that shares the workers may listen.
    this.emitter.setMaxListeners(0);
    for (const [event, listener] of Object.entries(listeners)) this.emitter.on(event, listener);
  }

  on<E extends keyof SessionEvents>(event: E, listener: SessionEvents[E]): void {
    this.emitter.on(event, listener);
  }

  emit<E extends keyof SessionEvents>(event: E, entry: Parameters<SessionEvents[E]>[0]): void {
    this.emitter.emit(event, entry);
  }
}

/** A machine's part in a session whose workers are on several. */
export interface HostPart {
  host: string;
  /** CPUs that its threads may fill. */
  cores: number;
  workers: number;
  /** How far the clock that it measures on is behind this session's, ms; and how far off that may be. */
  clockOffsetMs: number;
  clockErrorMs: number;
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
  /** Only where the workers are on several machines. */
  readonly hosts?: readonly HostPart[] | undefined;
  /** What the module exports that can be called; only in sessions of functions. */
  readonly functions?: readonly string[] | undefined;
  /** Settles when every task of the chunk has; never rejects for what a task did. */
  run(chunk: Chunk, worker?: number): Promise<ChunkResult>;
  /** As `run`, without a promise: for who sends very many. Absent where it would save nothing; see `submitTo`. */
  submit?(chunk: Chunk, receiver: ChunkReceiver, worker?: number): void;
  /**
   * One call of the consumer in this worker, fed from `source` as it takes items. Absent where the engine has no
   * streams. Never rejects for what the consumer did; rejects with what the source threw.
   */
  stream?(worker: number, source: AsyncIterable<Chunk>, options?: StreamOptions): Promise<StreamResult>;
  /** Raises the stop flag for these outcome indices, or for every task of the session. */
  stop(tasks?: readonly number[]): void;
  /** Raises the flag of the whole session after so many ms, also where the caller's own thread computes. */
  stopAfter(ms: number): void;
  /** Lowers the flag of the whole session. */
  clearStop(): void;
  /**
   * Reads each worker's counters, from inside the worker; of one worker where one is named. With `live`, a worker
   * that holds clearly more than at the last reading collects its garbage first: not between timed passes.
   */
  usage(worker?: number, live?: boolean): Promise<WorkerUsage[]>;
  /**
   * Ends one worker and starts another in its place: `now`, losing the chunk it had begun, or when what it holds
   * is `finished`. Default: now.
   */
  replace(worker: number, when?: 'now' | 'finished'): Promise<void>;
  /** What the workers are in the middle of, for messages. Absent where nothing of that is known. */
  running?(): RunningChunk[];
  on<E extends keyof SessionEvents>(event: E, listener: SessionEvents[E]): void;
  /** Finishes what runs, then ends the workers. Idempotent, never hangs. */
  close(): Promise<void>;
  /** Ends the workers now; what they held settles with WorkerLostError. */
  terminate(): Promise<void>;
}

/** What a session answers once it was closed. */
export function closedError(): UsageError {
  return new UsageError('The session is closed: it takes no more chunks.');
}

/** Runs a chunk and tells the receiver, by the session's own `submit` where it has one. */
export function submitTo(session: Session, chunk: Chunk, receiver: ChunkReceiver, worker?: number): void {
  if (session.submit) {
    session.submit(chunk, receiver, worker);
    return;
  }
  session.run(chunk, worker).then(
    (result) => receiver.settled(result, chunk),
    (error) => receiver.refused(error, chunk),
  );
}
