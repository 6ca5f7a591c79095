import { CorewiseError, type OverdueError, UsageError, type WorkerLostError } from '../../../../errors.js';
import {
  type Chunk,
  type ChunkReceiver,
  type ChunkResult,
  closedError,
  monotonicClock,
  monotonicMs,
  type RunningChunk,
  type Session,
  SessionEmitter,
  type SessionEvents,
  type WorkerUsage,
  within,
} from '../../../session/index.js';
import type { SessionSpec } from '../../engine.js';
import { type LoadLimits, loadLimits, notStarted } from '../../load-limits.js';
import { Losses } from '../../message-fed/losses.js';
import type { WorkerExit } from '../../message-fed/slots/link.js';
import { StopRequests } from '../../message-fed/stop-requests.js';
import { realTime } from '../../message-fed/timeline.js';
import { rebuildError } from '../../protocol/described-error.js';
import type { OtherPackage, OtherPool } from '../other-pool.js';
import type { Said } from '../protocol.js';
import type { Shared } from '../shared.js';
import { OtherChunks } from './chunks.js';
import { Questions } from './questions.js';
import { tearDown } from './tear-down.js';
import { Wakes } from './wakes.js';
import { Watch } from './watch.js';

export interface OtherSessionOptions {
  other: Omit<OtherPackage, 'start'>;
  spec: SessionSpec;
  shared: Shared;
  pool: OtherPool;
  /** When it was asked for, ms of the clock. */
  requested: number;
  listeners?: Partial<SessionEvents> | undefined;
}

/** How long a pool may take to end its workers, and as long as that is tried without it, ms. */
const DESTROYED_MS = 1_500;
const ENDED_MS = 5_000;

/**
 * The session of workers that another package's pool starts, feeds and replaces: a chunk is one of its tasks. Which
 * worker gets it is the pool's to decide, so `run` takes the worker that it is given for a wish.
 */
export class OtherSession implements Session {
  readonly clock = monotonicClock;
  readonly startupMs: number[];
  private readonly limits: LoadLimits;
  private readonly events: SessionEmitter;
  private readonly stops: StopRequests;
  private readonly losses: Losses;
  private readonly watch: Watch;
  private readonly questions: Questions;
  private readonly chunks: OtherChunks;
  private broken: WorkerLostError | undefined;
  private closing: Promise<void> | undefined;
  private ending: Promise<void> | undefined;
  private readonly wakes: Wakes;

  constructor(private readonly options: OtherSessionOptions) {
    const { other, spec, shared, pool } = options;
    const { workers } = spec;
    this.limits = loadLimits(spec, other.name);
    this.events = new SessionEmitter(options.listeners);
    this.stops = new StopRequests(shared.stopFlag, realTime);
    this.losses = new Losses(workers, spec.maxRestarts, monotonicClock);
    this.startupMs = new Array(workers).fill(0);
    const said = (worker: number, told: readonly Said[] | undefined) => this.tell(worker, told);
    const ended = (lane: number, exit: WorkerExit) => this.ended(lane, exit);
    const { lanes, begunCells } = shared;
    this.watch = new Watch({ pool, lanes, begunCells, workers, ended });
    this.questions = new Questions(pool, workers, { isOver: () => this.isOver, said });
    this.chunks = new OtherChunks({
      ...{ other, workers, pool, said, watch: this.watch, stops: this.stops },
      broken: () => this.broken,
      survived: () => this.losses.forget(),
      breakUp: (error, thrown) => this.breakUp(error, thrown),
    });
    this.wakes = new Wakes(this.chunks, () => this.neverAnswers());
  }

  /** Resolves when every worker is ready; where one cannot be, all are ended. */
  async ready(signal: AbortSignal | undefined): Promise<this> {
    const { requested, spec, other } = this.options;
    const abort = () => void this.end();
    signal?.addEventListener('abort', abort, { once: true });
    try {
      this.watch.look();
      const asked = this.questions.ask('hello', ({ lane, refused }) => {
        if (refused) throw notStarted(rebuildError(refused), lane);
        this.startupMs[lane] = monotonicMs() - requested;
      });
      const limitMs = this.limits.of('load');
      // What it loads and what it sets up come one after the other.
      const answered = await within(asked, limitMs && 2 * limitMs, () => this.overdue(limitMs!));
      if (answered < spec.workers)
        throw new CorewiseError(`Of ${spec.workers} workers of ${other.name}, ${answered} answered.`);
      signal?.throwIfAborted();
      return this;
    } catch (thrown) {
      await this.end();
      signal?.throwIfAborted();
      throw thrown;
    } finally {
      signal?.removeEventListener('abort', abort);
    }
  }

  get workers(): number {
    return this.options.spec.workers;
  }

  get capacity(): number {
    return this.chunks.capacity;
  }

  run(chunk: Chunk): Promise<ChunkResult> {
    return new Promise((settled, refused) => this.submit(chunk, { settled, refused }));
  }

  submit(chunk: Chunk, receiver: ChunkReceiver): void {
    if (this.closing) queueMicrotask(() => receiver.refused(closedError(), chunk));
    else this.chunks.take(chunk, receiver);
  }

  stop(tasks?: readonly number[]): void {
    this.stops.raise(tasks);
  }

  stopAfter(ms: number): void {
    this.stops.raiseAfter(ms);
  }

  clearStop(): void {
    this.stops.lower();
  }

  async usage(worker?: number, live = false): Promise<WorkerUsage[]> {
    const all = this.startupMs.map((_, lane): WorkerUsage => ({ worker: lane, cpuMs: 0 }));
    await this.questions.ask(live ? 'live' : 'usage', ({ lane, usage }) => {
      if (usage) all[lane] = { worker: lane, ...usage };
    });
    return worker === undefined ? all : [all[worker]!];
  }

  replace(): Promise<void> {
    return Promise.reject(
      new UsageError(`${this.options.other.name} decides by itself when a worker is replaced.`),
    );
  }

  running(): RunningChunk[] {
    return this.startupMs.flatMap((_, lane) => this.chunks.begunIn(lane) ?? []);
  }

  on<E extends keyof SessionEvents>(event: E, listener: SessionEvents[E]): void {
    this.events.on(event, listener);
  }

  close(): Promise<void> {
    this.closing ??= this.finish();
    return this.closing;
  }

  async terminate(): Promise<void> {
    this.closing ??= Promise.resolve();
    await this.end();
  }

  private get isOver(): boolean {
    return this.ending !== undefined;
  }

  /** A worker ended, for whatever reason; gives what its tasks are told. */
  private ended(lane: number, exit: WorkerExit): WorkerLostError | undefined {
    if (this.isOver) return undefined;
    const begun = this.chunks.begunIn(lane);
    const error = this.chunks.lostError(lane, exit, begun);
    this.events.emit('lost', { worker: lane, exitCode: exit.code, signal: exit.signal, error });
    this.losses.add();
    if (this.losses.areTooMany) this.breakUp(error);
    else setImmediate(() => this.checkAfter(error, begun));
    return error;
  }

  /** A pool that saw its worker end has rejected what that one held, by now. */
  private checkAfter(error: WorkerLostError, begun: RunningChunk | undefined): void {
    if (this.isOver) return;
    this.watch.look();
    if (!begun || !this.chunks.has(begun.id)) return;
    const silent = `${this.options.other.name} does not settle the tasks of a worker that ended`;
    this.breakUp(error, new CorewiseError(silent));
  }

  private neverAnswers(): void {
    const story = `or another of ${this.options.other.name} has been given a chunk and neither runs nor answers it.`;
    this.breakUp(this.chunks.lostError(0, { code: null, signal: null, story }));
  }

  private breakUp(error: WorkerLostError, thrown?: unknown): void {
    if (this.broken) return;
    this.broken = this.losses.brokenBy(error, thrown === undefined ? undefined : { thrown });
    void this.end(this.broken);
  }

  private tell(worker: number, said: readonly Said[] = []): void {
    for (const entry of said) {
      if ('status' in entry) this.events.emit('status', { worker, status: entry.status });
      else this.events.emit('log', { worker, ...entry });
    }
  }

  private async finish(): Promise<void> {
    await this.chunks.whenEmpty();
    const { questions, limits, events, workers } = this;
    if (!this.isOver) await tearDown({ questions, limits, events, workers });
    await this.end();
  }

  private overdue(limitMs: number): OverdueError {
    const lane = Math.max(0, this.startupMs.indexOf(0));
    return this.limits.overdue(this.options.shared.lanes.stepOf(lane), lane, limitMs);
  }

  /** Ends the workers; what they held is lost. */
  private end(why?: WorkerLostError): Promise<void> {
    this.ending ??= this.endAll(why);
    return this.ending;
  }

  private async endAll(why: WorkerLostError | undefined): Promise<void> {
    const { pool, shared } = this.options;
    this.wakes.end();
    this.stops.end();
    const terminated = { code: null, signal: null, error: new Error('terminated') };
    this.chunks.failAll(why ?? this.chunks.lostError(0, terminated));
    this.watch.look();
    const destroyed = Promise.race([pool.destroy(), this.watch.whenGone()]);
    await within(destroyed, DESTROYED_MS, () => new Error('late')).catch(() => undefined);
    // Whether it says so or not: what counts is that its workers are gone.
    await within(this.watch.endAll(), ENDED_MS, () => new Error('late')).catch(() => undefined);
    shared.release();
  }
}
