import { messageOf, UsageError, WorkerLostError } from '../errors.js';
import {
  type Chunk,
  type ChunkResult,
  type Clock,
  monotonicClock,
  type Outcome,
  type Session,
  type SessionEvents,
  type WorkerUsage,
} from '../work/index.js';
import { Listeners } from './listeners.js';
import { failAll, outcomesOf, unsentTask } from './outcomes.js';
import { Outstanding, type Pending } from './outstanding.js';
import { RecentDurations } from './recent-durations.js';
import { StopRequests } from './stop-requests.js';
import type { RanMessage, ToWorker } from './worker/protocol.js';
import type { StopFlag } from './worker/stop-flag.js';
import type { StartWorker, WorkerExit } from './worker-link.js';
import { WorkerSlot } from './worker-slot.js';

export interface WorkerSessionOptions {
  engine: string;
  workers: number;
  start: StartWorker;
  stopFlag: StopFlag;
  /** Frees what the engine made for the session (a file, a buffer); after the last worker ended. */
  release?: () => void;
}

/** A worker holds one spare chunk while chunks are shorter than this: a spare behind a long one becomes the tail. */
const SPARE_BELOW_MS = 2;

/** So many workers may be lost with no chunk done in between; then the session gives up. */
const restartBound = (workers: number) => Math.max(3, workers);

/** The session of every engine whose workers are reached by messages. */
export class WorkerSession implements Session {
  readonly clock: Clock = monotonicClock;
  private readonly slots: WorkerSlot[];
  private readonly outstanding: Outstanding;
  private readonly stops: StopRequests;
  private readonly durations = new RecentDurations();
  private readonly listeners = new Listeners<SessionEvents>();
  private nextId = 0;
  private lossesInARow = 0;
  private broken: WorkerLostError | undefined;
  private closing: Promise<void> | undefined;

  private constructor(private readonly options: WorkerSessionOptions) {
    this.outstanding = new Outstanding(options.workers);
    this.stops = new StopRequests(options.stopFlag);
    this.slots = Array.from(
      { length: options.workers },
      (_, worker) =>
        new WorkerSlot(worker, options.start, {
          ran: (message) => this.ran(worker, message),
          log: ({ level, message }) => this.listeners.emit('log', { worker, level, message }),
          refused: (message, thrown) => this.refusedLate(worker, message, thrown),
          lost: (exit) => this.lost(worker, exit),
        }),
    );
  }

  /** Resolves when every worker is ready; where one cannot be, the others are ended again. */
  static async open(options: WorkerSessionOptions): Promise<WorkerSession> {
    const session = new WorkerSession(options);
    const opened = await Promise.allSettled(session.slots.map((slot) => slot.open()));
    const refused = opened.find((result) => result.status === 'rejected');
    if (refused) {
      await session.terminate();
      throw refused.reason;
    }
    return session;
  }

  get workers(): number {
    return this.options.workers;
  }

  get startupMs(): readonly number[] {
    return this.slots.map((slot) => slot.startupMs);
  }

  get capacity(): number {
    return this.workers * this.chunksAWorker;
  }

  private get chunksAWorker(): number {
    return this.durations.areMostlyBelow(SPARE_BELOW_MS) ? 2 : 1;
  }

  run(chunk: Chunk, worker = this.outstanding.leastLoaded()): Promise<ChunkResult> {
    if (this.closing)
      return Promise.reject(new UsageError('The session is closed: it takes no more chunks.'));
    return this.submit(chunk, worker);
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

  usage(): Promise<WorkerUsage[]> {
    return Promise.all(this.slots.map((slot) => slot.usage()));
  }

  async replace(worker: number): Promise<void> {
    const slot = this.slots[worker];
    if (!slot) throw new UsageError(`There is no worker ${worker}: the session has ${this.workers}.`);
    await this.kill(slot, 'replaced');
    await slot.open();
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
    await Promise.all(this.slots.map((slot) => this.kill(slot, 'terminated')));
    this.release();
  }

  private async kill(slot: WorkerSlot, reason: string): Promise<void> {
    await slot.kill();
    const error = new Error(reason);
    this.settleLost(slot.worker, slot.lostError({ code: null, signal: null, error }, this.options.engine));
  }

  private async finish(): Promise<void> {
    await this.outstanding.whenEmpty();
    await Promise.all(this.slots.map((slot) => slot.close()));
    this.release();
  }

  private release(): void {
    this.options.release?.();
    delete this.options.release;
  }

  private submit(chunk: Chunk, worker: number): Promise<ChunkResult> {
    return new Promise((settle) => this.send(worker, { id: this.nextId++, chunk, settle }));
  }

  private send(worker: number, pending: Pending): void {
    if (this.broken) {
      this.settle(pending, failAll(pending.chunk, this.broken), worker);
      return;
    }
    this.outstanding.add(worker, pending);
    try {
      this.slots[worker]!.post([pending.id, pending.chunk.first, pending.chunk.tasks]);
    } catch (thrown) {
      this.outstanding.take(worker, pending.id);
      void this.refuseArguments(worker, pending, thrown);
    }
  }

  private refusedLate(worker: number, message: ToWorker, thrown: unknown): void {
    const pending = Array.isArray(message) ? this.outstanding.take(worker, message[0]) : undefined;
    if (pending) void this.refuseArguments(worker, pending, thrown);
  }

  /** A task that cannot be sent fails alone; the others of its chunk go on one by one. */
  private async refuseArguments(worker: number, pending: Pending, thrown: unknown): Promise<void> {
    const { first, tasks } = pending.chunk;
    if (tasks.length === 1) {
      this.settle(pending, [unsentTask(first, { worker, engine: this.options.engine }, thrown)], worker);
      return;
    }
    const alone = tasks.map((task, position) => {
      const chunk = { first: first + position, tasks: [task] };
      return this.submit(chunk, this.outstanding.leastLoaded());
    });
    const results = await Promise.all(alone);
    const outcomes = results.flatMap((result) => result.outcomes);
    this.settle(pending, outcomes, worker);
  }

  private ran(worker: number, message: RanMessage): void {
    const [id, , , received, started, finished, cpuNs, waitNs] = message;
    const pending = this.outstanding.take(worker, id);
    if (!pending) return;
    this.lossesInARow = 0;
    this.durations.add(finished - started);
    const outcomes = outcomesOf(message, pending.chunk, { worker, engine: this.options.engine });
    const telemetry: ChunkResult['telemetry'] = { worker, received, started, finished };
    if (cpuNs !== undefined) telemetry.cpuNs = cpuNs;
    if (waitNs !== undefined) telemetry.waitNs = waitNs;
    this.conclude(pending, { outcomes, telemetry });
  }

  /** What it had started is lost; a spare behind it was not started and goes to the next worker. */
  private lost(worker: number, exit: WorkerExit): void {
    const error = this.slots[worker]!.lostError(exit, this.options.engine);
    this.listeners.emit('lost', { worker, exitCode: exit.code, signal: exit.signal });
    const [started, ...spares] = this.outstanding.takeAll(worker);
    if (started) this.settle(started, failAll(started.chunk, error), worker);
    this.lossesInARow++;
    if (this.lossesInARow > restartBound(this.workers)) this.giveUp(error);
    void this.restart(worker, spares, error);
  }

  private async restart(worker: number, spares: Pending[], error: WorkerLostError): Promise<void> {
    try {
      if (!this.broken) await this.slots[worker]!.open();
      for (const spare of spares) this.send(worker, spare);
    } catch (thrown) {
      this.giveUp(
        new WorkerLostError(
          `${error.message} It could not be replaced: ${messageOf(thrown)}`,
          worker,
          error.exitCode,
          error.signal,
          { cause: thrown },
        ),
      );
      for (const spare of spares) this.settle(spare, failAll(spare.chunk, this.broken!), worker);
    }
  }

  private giveUp(error: WorkerLostError): void {
    this.broken ??= error;
    for (let worker = 0; worker < this.workers; worker++) this.settleLost(worker, this.broken);
  }

  private settleLost(worker: number, error: WorkerLostError): void {
    for (const pending of this.outstanding.takeAll(worker))
      this.settle(pending, failAll(pending.chunk, error), worker);
  }

  /** For chunks that no worker answered: their times are those of now. */
  private settle(pending: Pending, outcomes: Outcome[], worker: number): void {
    const now = this.clock.now();
    this.conclude(pending, { outcomes, telemetry: { worker, received: now, started: now, finished: now } });
  }

  private conclude(pending: Pending, result: ChunkResult): void {
    this.stops.settled(result.outcomes);
    pending.settle(result);
    this.outstanding.checkEmpty();
  }
}
