import { type OverdueError, UsageError, type WorkerLostError } from '../../../errors.js';
import {
  type Chunk,
  type ChunkReceiver,
  type ChunkResult,
  type Clock,
  monotonicClock,
  type Outcome,
  type RunningChunk,
  type Session,
  type SessionEvents,
  type StreamOptions,
  type StreamResult,
  type WorkerUsage,
  within,
} from '../../session/index.js';
import { Listeners } from '../listeners.js';
import type { LoadLimits } from '../load-limits.js';
import { failAll, unsentTask } from '../outcomes.js';
import type { BegunCells } from '../protocol/begun-cells.js';
import type { RanBatch, RanMessage, ToWorker } from '../protocol/messages.js';
import type { StopFlag } from '../protocol/stop-flag.js';
import { Answers } from './answers.js';
import { KeepAlive } from './keep-alive.js';
import type { StartWorker, WorkerExit } from './link.js';
import { Losses } from './losses.js';
import { Outboxes, oneByOne } from './outboxes.js';
import { Outstanding, type Pending } from './outstanding.js';
import { WorkerSlot } from './slot.js';
import { Spares } from './spares.js';
import { StopRequests } from './stop-requests.js';
import { type StreamPlace, WorkerStream } from './streams.js';

export interface WorkerSessionOptions {
  engine: string;
  workers: number;
  start: StartWorker;
  stopFlag: StopFlag;
  begunCells: BegunCells;
  limits: LoadLimits;
  /** Hear everything, from the start of the first worker on. */
  listeners?: Partial<SessionEvents> | undefined;
  /** Frees what the engine made for the session (a file, a buffer); after the last worker ended. */
  release?: () => void;
}

/** A thread that waits for the system cannot be ended before that returns: whoever opened it does not wait for that. */
const ENDED_MS = 5_000;

/** The session of every engine whose workers are reached by messages. */
export class WorkerSession implements Session {
  readonly clock: Clock = monotonicClock;
  private readonly slots: WorkerSlot[];
  private readonly outstanding: Outstanding;
  private readonly stops: StopRequests;
  private readonly spares = new Spares();
  private readonly streams: Map<number, WorkerStream>[];
  private readonly listeners = new Listeners<SessionEvents>();
  private readonly outboxes: Outboxes;
  /** By worker: what ends it or starts the next one happens one after the other. */
  private readonly turns: Promise<void>[];
  private readonly alive: KeepAlive;
  private readonly answers: Answers;
  private readonly losses: Losses;
  private nextStream = 0;
  private closing: Promise<void> | undefined;
  /** No worker is started any more. */
  private isOver = false;

  private constructor(private readonly options: WorkerSessionOptions) {
    this.outstanding = new Outstanding(options.workers);
    this.stops = new StopRequests(options.stopFlag);
    this.listeners.addAll(options.listeners ?? {});
    this.outboxes = new Outboxes(options.workers, this.outstanding, {
      post: (worker, message, transfer) => this.slots[worker]!.post(message, transfer),
      refused: (worker, pending, thrown) => void this.refuseArguments(worker, pending, thrown),
    });
    this.turns = Array.from({ length: options.workers }, () => Promise.resolve());
    this.streams = Array.from({ length: options.workers }, () => new Map());
    this.slots = Array.from(
      { length: options.workers },
      (_, worker) =>
        new WorkerSlot(
          worker,
          options.start,
          {
            ran: (message) => this.ran(worker, message),
            stream: (message) => this.streams[worker]!.get(message.stream)?.receive(message),
            log: ({ level, message, time }) => this.listeners.emit('log', { worker, level, message, time }),
            status: (status) => this.listeners.emit('status', { worker, status }),
            refused: (message, thrown) => this.refusedLate(worker, message, thrown),
            lost: (exit) => this.lost(worker, exit),
            unfinished: (error) => this.unfinished(worker, error),
          },
          options.limits,
        ),
    );
    this.alive = new KeepAlive(this.slots);
    const { outstanding, outboxes, spares, stops, streams } = this;
    this.answers = new Answers({
      ...{ engine: options.engine, outstanding, spares },
      conclude: (pending, result) => this.conclude(pending, result),
    });
    this.losses = new Losses({
      ...{ workers: options.workers, begunCells: options.begunCells, outstanding, outboxes, stops, streams },
      send: (worker, pending) => this.send(worker, pending),
      settle: (pending, outcomes, worker) => this.settle(pending, outcomes, worker),
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

  get workers(): number {
    return this.options.workers;
  }

  get startupMs(): readonly number[] {
    return this.slots.map((slot) => slot.startupMs);
  }

  get capacity(): number {
    return this.workers * this.spares.chunksAWorker;
  }

  get functions(): readonly string[] | undefined {
    return this.slots[0]!.functions;
  }

  run(chunk: Chunk, worker?: number): Promise<ChunkResult> {
    return new Promise((settled, refused) => this.submit(chunk, { settled, refused }, worker));
  }

  submit(chunk: Chunk, receiver: ChunkReceiver, worker?: number): void {
    if (this.closing) {
      const error = new UsageError('The session is closed: it takes no more chunks.');
      queueMicrotask(() => receiver.refused(error, chunk));
    } else this.take(chunk, receiver, worker);
  }

  async stream(
    worker: number,
    source: AsyncIterable<Chunk>,
    options: StreamOptions = {},
  ): Promise<StreamResult> {
    if (this.closing) throw new UsageError('The session is closed: it takes no more chunks.');
    const id = this.nextStream++;
    const place: StreamPlace = {
      worker,
      engine: this.options.engine,
      post: (message, transfer) => this.slots[worker]!.post(message, transfer),
      room: () => this.spares.chunksAWorker,
      takeId: () => this.outboxes.takeId(worker),
      ran: (ms) => {
        this.losses.survived();
        this.spares.add(ms);
        this.spares.update();
      },
    };
    const stream = new WorkerStream(id, place, source, options);
    this.streams[worker]!.set(id, stream);
    this.alive.hold();
    try {
      if (this.losses.broken) stream.lost(this.losses.broken, undefined);
      else stream.start();
      return await stream.result;
    } finally {
      this.streams[worker]!.delete(id);
      this.stops.settled([{ index: options.index ?? worker }]);
      this.alive.release();
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
    this.alive.hold();
    try {
      if (when === 'finished') await this.whenIdle(worker);
      await this.inTurn(worker, async () => {
        if (this.isOver) return;
        if (when === 'finished') await slot.close();
        else await slot.kill();
        const error = this.endedError(slot, 'replaced');
        this.losses.loseBegun(worker, error);
        await this.losses.reopen(slot, error);
      });
    } finally {
      this.alive.release();
    }
  }

  running(): RunningChunk[] {
    return this.slots.flatMap(({ worker }) => this.losses.begun(worker));
  }

  on<E extends keyof SessionEvents>(event: E, listener: SessionEvents[E]): void {
    this.listeners.add(event, listener);
  }

  close(): Promise<void> {
    this.closing ??= this.finish();
    return this.closing;
  }

  async terminate(): Promise<void> {
    this.closing ??= Promise.resolve();
    this.isOver = true;
    await Promise.all(
      this.slots.map(async (slot) => {
        await slot.kill();
        this.losses.settleLost(slot.worker, this.endedError(slot, 'terminated'));
      }),
    );
    this.free();
  }

  private endedError(slot: WorkerSlot, reason: string): WorkerLostError {
    const error = new Error(reason);
    return slot.lostError({ code: null, signal: null, error }, this.options.engine);
  }

  private async inTurn(worker: number, action: () => Promise<void>): Promise<void> {
    const turn = this.turns[worker]!.then(action);
    this.turns[worker] = turn.catch(() => undefined);
    await turn;
  }

  /** The worker holds neither chunks nor consumers. */
  private async whenIdle(worker: number): Promise<void> {
    const streams = this.streams[worker]!;
    do {
      await this.outstanding.whenEmpty(worker);
      await Promise.allSettled([...streams.values()].map(({ result }) => result));
    } while (this.outstanding.of(worker) + streams.size > 0);
  }

  private async finish(): Promise<void> {
    this.alive.hold();
    await Promise.all(this.slots.map(({ worker }) => this.whenIdle(worker)));
    this.isOver = true;
    await Promise.all(this.slots.map((slot) => slot.close()));
    this.free();
  }

  private free(): void {
    this.options.release?.();
    delete this.options.release;
  }

  private take(chunk: Chunk, receiver: ChunkReceiver, worker = this.outstanding.leastLoaded()): void {
    this.alive.hold();
    const pending: Pending = { id: -1, chunk, receiver, sendMs: 0 };
    if (this.losses.broken) queueMicrotask(() => this.send(worker, pending));
    else this.send(worker, pending);
  }

  private send(worker: number, pending: Pending): void {
    if (this.losses.broken) this.settle(pending, failAll(pending.chunk, this.losses.broken), worker);
    else this.outboxes.send(worker, pending, this.spares.chunksAWorker);
  }

  private refusedLate(worker: number, message: ToWorker, thrown: unknown): void {
    if (Array.isArray(message)) this.outboxes.refusedLate(worker, message, thrown);
    else if ('stream' in message) this.streams[worker]!.get(message.stream)?.refuse(thrown);
  }

  /** A task that cannot be sent fails alone; the others of its chunk go on one by one. */
  private async refuseArguments(worker: number, pending: Pending, thrown: unknown): Promise<void> {
    const { chunk } = pending;
    if (chunk.tasks.length === 1) {
      const place = { worker, engine: this.options.engine };
      queueMicrotask(() => this.settle(pending, [unsentTask(chunk.first, place, thrown)], worker));
      return;
    }
    const alone = oneByOne(chunk).map(
      (one) => new Promise<ChunkResult>((settled, refused) => this.take(one, { settled, refused })),
    );
    const results = await Promise.all(alone);
    const outcomes = results.flatMap((result) => result.outcomes);
    this.settle(pending, outcomes, worker);
  }

  private ran(worker: number, message: RanMessage | RanBatch): void {
    this.losses.survived();
    this.answers.take(worker, message);
  }

  private lost(worker: number, exit: WorkerExit): void {
    const slot = this.slots[worker]!;
    const error = slot.lostError(exit, this.options.engine);
    this.listeners.emit('lost', { worker, exitCode: exit.code, signal: exit.signal, error });
    this.losses.lost(worker, error);
    this.alive.hold();
    void this.inTurn(worker, () => this.losses.reopen(slot, error)).then(() => this.alive.release());
  }

  private unfinished(worker: number, error: OverdueError): void {
    this.listeners.emit('log', { worker, level: 'error', message: error.message, time: Date.now() });
    this.listeners.emit('unfinished', { worker, error });
  }

  /** For chunks that no worker answered: their times are those of now. */
  private settle(pending: Pending, outcomes: Outcome[], worker: number): void {
    const now = this.clock.now();
    this.conclude(pending, { outcomes, telemetry: { worker, received: now, started: now, finished: now } });
  }

  private conclude(pending: Pending, result: ChunkResult): void {
    this.stops.settled(result.outcomes);
    pending.receiver.settled(result, pending.chunk);
    this.alive.release();
    this.outstanding.checkEmpty();
  }
}
