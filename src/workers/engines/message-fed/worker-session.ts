import { UsageError } from '../../../errors.js';
import {
  type Chunk,
  type ChunkReceiver,
  type ChunkResult,
  closedError,
  type RunningChunk,
  type Session,
  SessionEmitter,
  type SessionEvents,
  type StreamOptions,
  type StreamResult,
  type WorkerUsage,
  within,
} from '../../session/index.js';
import type { RestartLimit } from '../engine.js';
import type { LoadLimits } from '../load-limits.js';
import type { BegunCells } from '../protocol/begun-cells.js';
import type { StopFlag } from '../protocol/stop-flag.js';
import { Chunks } from './chunks.js';
import { KeepAlive } from './slots/keep-alive.js';
import type { StartWorker } from './slots/link.js';
import { WorkerSlot } from './slots/slot.js';
import { fixedReserve, type Reserve, Spares } from './spares.js';
import { StopRequests } from './stop-requests.js';
import { placeIn } from './streams/stream-place.js';
import { Streams } from './streams/streams.js';
import { Succession } from './succession.js';
import { realTime, type Timeline, type VirtualWorkers } from './timeline.js';

export interface WorkerSessionOptions {
  engine: string;
  workers: number;
  start: StartWorker;
  stopFlag: StopFlag;
  begunCells: BegunCells;
  limits: LoadLimits;
  maxRestarts?: RestartLimit | undefined;
  /** Hear everything, from the start of the first worker on. */
  listeners?: Partial<SessionEvents> | undefined;
  /** Sending is timed. Default: yes; who calls functions sees what they return, and no times. */
  timesSending?: boolean;
  /** Frees what the engine made for the session (a file, a buffer); after the last worker ended. */
  release?: () => void | Promise<void>;
  /** Where the workers live on another clock than the machine's. */
  virtual?: VirtualWorkers;
}

/** A thread that waits for the system cannot be ended before that returns: whoever opened it does not wait for that. */
const ENDED_MS = 5_000;

/** The session of every engine whose workers are reached by messages. */
export class WorkerSession implements Session {
  readonly workers: number;
  readonly clock: Timeline;
  private readonly slots: WorkerSlot[];
  private readonly chunks: Chunks;
  private readonly streams: Streams;
  private readonly stops: StopRequests;
  private readonly reserve: Reserve;
  private readonly events: SessionEmitter;
  private readonly alive: KeepAlive;
  private readonly succession: Succession;
  private closing: Promise<void> | undefined;
  /** No worker is started any more. */
  private isOver = false;

  private constructor(private readonly options: WorkerSessionOptions) {
    const { engine, workers, virtual, stopFlag, begunCells } = options;
    this.workers = workers;
    this.clock = virtual?.time ?? realTime;
    this.reserve = virtual ? fixedReserve(virtual.chunksAWorker) : new Spares();
    this.stops = new StopRequests(stopFlag, this.clock);
    this.events = new SessionEmitter(options.listeners);
    this.streams = new Streams(workers);
    this.slots = Array.from({ length: workers }, (_, worker) => this.slotFor(worker));
    this.alive = new KeepAlive(this.slots);
    const { clock, reserve, stops, alive, streams } = this;
    this.chunks = new Chunks({
      ...{ engine, workers, clock, reserve, stops, alive, isVirtual: virtual !== undefined },
      timesSending: options.timesSending ?? true,
      slots: this.slots,
    });
    const { chunks } = this;
    this.succession = new Succession({
      ...{ engine, slots: this.slots, clock, begunCells, chunks, streams, stops, alive, events: this.events },
      maxRestarts: options.maxRestarts,
      isOver: () => this.isOver,
    });
  }

  /** Resolves when every worker is ready; where one cannot be, or the signal is aborted, all are ended again. */
  static async open(options: WorkerSessionOptions, signal?: AbortSignal): Promise<WorkerSession> {
    const session = new WorkerSession(options);
    const abort = () => void session.terminate();
    signal?.addEventListener('abort', abort, { once: true });
    const opened = await Promise.allSettled(session.slots.map((slot) => slot.open()));
    signal?.removeEventListener('abort', abort);
    if (signal?.aborted) {
      await session.terminate();
      throw signal.reason;
    }
    const refused = opened.find((result) => result.status === 'rejected');
    if (refused) {
      await within(session.terminate(), ENDED_MS, () => new Error('late')).catch(() => undefined);
      throw refused.reason;
    }
    session.alive.releaseSoon();
    return session;
  }

  get startupMs(): readonly number[] {
    return this.slots.map((slot) => slot.startupMs);
  }

  get capacity(): number {
    return this.workers * this.reserve.chunksAWorker;
  }

  get functions(): readonly string[] | undefined {
    return this.slots[0]!.functions;
  }

  run(chunk: Chunk, worker?: number): Promise<ChunkResult> {
    return new Promise((settled, refused) => this.submit(chunk, { settled, refused }, worker));
  }

  submit(chunk: Chunk, receiver: ChunkReceiver, worker?: number): void {
    if (this.closing) queueMicrotask(() => receiver.refused(closedError(), chunk));
    else this.chunks.take(chunk, receiver, worker);
  }

  async stream(
    worker: number,
    source: AsyncIterable<Chunk>,
    options: StreamOptions = {},
  ): Promise<StreamResult> {
    if (this.closing) throw closedError();
    const { alive, chunks, succession, reserve, stops, clock } = this;
    const { engine } = this.options;
    const place = placeIn({ engine, slot: this.slots[worker]!, chunks, reserve, succession, clock });
    alive.hold();
    try {
      return await this.streams.run(place, source, options, (stream) => {
        if (chunks.broken) stream.lost(chunks.broken, undefined);
        else stream.start();
      });
    } finally {
      stops.settled([{ index: options.index ?? worker }]);
      alive.release();
    }
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
    const asked = worker === undefined ? this.slots : [this.slots[worker]!];
    this.alive.hold();
    try {
      return await Promise.all(asked.map((slot) => slot.usage(live)));
    } finally {
      this.alive.release();
    }
  }

  /** Nothing should be sent to a worker that is to be replaced when `finished`, until this resolves. */
  async replace(worker: number, when: 'now' | 'finished' = 'now'): Promise<void> {
    const slot = this.slots[worker];
    if (!slot) throw new UsageError(`There is no worker ${worker}: the session has ${this.workers}.`);
    await this.succession.replace(slot, when);
  }

  running(): RunningChunk[] {
    return this.slots.flatMap(({ worker }) => this.succession.begun(worker));
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
    this.isOver = true;
    await Promise.all(this.slots.map((slot) => this.succession.terminate(slot)));
    await this.free();
  }

  private slotFor(worker: number): WorkerSlot {
    const { options, events } = this;
    return new WorkerSlot(
      worker,
      options.start,
      {
        ran: (message) => {
          this.succession.survived();
          this.chunks.answers.take(worker, message);
        },
        stream: (message) => this.streams.find(worker, message.stream)?.receive(message),
        log: ({ level, message, time }) => events.emit('log', { worker, level, message, time }),
        status: (status) => events.emit('status', { worker, status }),
        refused: (message, thrown) => {
          if (Array.isArray(message)) this.chunks.refusedLate(worker, message, thrown);
          else if ('stream' in message) this.streams.find(worker, message.stream)?.refuse(thrown);
        },
        lost: (exit) => this.succession.lost(this.slots[worker]!, exit),
        unfinished: (error) => {
          events.emit('log', { worker, level: 'error', message: error.message, time: Date.now() });
          events.emit('unfinished', { worker, error });
        },
      },
      options.limits,
      this.clock,
    );
  }

  private async finish(): Promise<void> {
    this.alive.hold();
    this.options.virtual?.closing();
    await Promise.all(this.slots.map(({ worker }) => this.succession.whenIdle(worker)));
    this.isOver = true;
    await Promise.all(this.slots.map((slot) => slot.close()));
    await this.free();
  }

  private async free(): Promise<void> {
    const { release } = this.options;
    delete this.options.release;
    this.stops.end();
    await release?.();
  }
}
