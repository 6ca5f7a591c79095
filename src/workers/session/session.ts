import { EventEmitter } from 'node:events';
import { type OverdueError, UsageError, type WorkerLostError } from '../../errors.js';
import type { Clock } from '../../simulation/index.js';

/** Tasks that travel to a worker in one message. */
export interface Chunk {
  /** Outcome index of the first task; the others follow on. */
  readonly first: number;
  readonly tasks: readonly unknown[];
  /** Which function runs the tasks; only in sessions of functions. */
  readonly call?: Call;
  /** What of the tasks moves to the worker instead of being copied, where the engine can move. */
  readonly transfer?: readonly unknown[];
  /** The same by task, where that is known and nothing belongs to two: for tasks that are sent one by one after all. */
  readonly transferEach?: readonly (readonly unknown[])[];
  /**
   * How long each task may take, ms: a worker that is at the chunk for longer than that for all of them is ended and
   * replaced, and they settle with OverdueError. Only where the engine can end a worker.
   */
  readonly taskTimeoutMs?: number;
}

/** A function of the session's module. */
export interface Call {
  readonly name: string;
  /** Each task is the list of its arguments. */
  readonly spread?: boolean;
}

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
  /** What sending it took on the sender's thread, ms: its share where several went in one message. */
  sendMs?: number;
}

export interface ChunkResult {
  /** One per task of the chunk, in task order. */
  readonly outcomes: Outcome[];
  readonly telemetry: ChunkTelemetry;
}

/** All tasks of the chunk returned. Outcomes are made for who asks for them: of very many tasks they cost most. */
export class ReturnedChunk implements ChunkResult {
  private made: Outcome[] | undefined;

  /** The values are `size` of the list, from place `from` on. */
  constructor(
    private first: number,
    readonly size: number,
    private readonly values: readonly unknown[],
    private readonly from: number,
    readonly telemetry: ChunkTelemetry,
  ) {}

  get outcomes(): Outcome[] {
    if (this.made) return this.made;
    const { first, size, values, from } = this;
    const made: Outcome[] = [];
    for (let at = 0; at < size; at++) made.push({ index: first + at, value: values[from + at] });
    this.made = made;
    return made;
  }

  /** Gives its tasks other indices, from `first` on. */
  renumber(first: number): void {
    if (this.made) for (const outcome of this.made) outcome.index += first - this.first;
    this.first = first;
  }

  /** Puts the values where their tasks stand. */
  copyTo(all: unknown[]): void {
    const { first, size, values, from } = this;
    for (let at = 0; at < size; at++) all[first + at] = values[from + at];
  }
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

/** Who sent a chunk and waits for it: called once for each, with the chunk as it was sent, never before `submit` returns. */
export interface ChunkReceiver {
  /** Every task of the chunk has settled. */
  settled(result: ChunkResult, chunk: Chunk): void;
  /** The session took the chunk no more: none of its tasks was begun. */
  refused(error: unknown, chunk: Chunk): void;
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

/**
 * How one task ended. Every submitted task settles exactly once. `index` is its place in the input.
 * For a stream the index is the worker, and `items` says how many tasks settle with it.
 */
export type Outcome =
  | { index: number; value: unknown; items?: number }
  | { index: number; error: Error; items?: number };

export function isFailure(outcome: Outcome): outcome is { index: number; error: Error; items?: number } {
  return 'error' in outcome;
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

/**
 * What of a chunk's tasks moves to its worker, by what moves of each. Where no two tasks name the same thing, each
 * task's own part is kept, too: if one of them cannot be sent, the others go alone and take only what is theirs.
 */
export function movesOf(each: readonly (readonly unknown[])[]): Pick<Chunk, 'transfer' | 'transferEach'> {
  const transfer = each.flat();
  const isApart = each.length > 1 && new Set(transfer).size === transfer.length;
  return { transfer, ...(isApart && { transferEach: each }) };
}
