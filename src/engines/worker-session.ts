import { messageOf, TaskError, UsageError, WorkerLostError } from '../errors.js';
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
import { RecentDurations } from './recent-durations.js';
import { rebuildError } from './worker/described-error.js';
import type { RanMessage, ToWorker } from './worker/protocol.js';
import type { StopFlag } from './worker/stop-flag.js';
import type { StartWorker, WorkerExit } from './worker-link.js';
import { WorkerSlot } from './worker-slot.js';

/** A chunk on its way: sent to a worker and not yet settled. */
interface Pending {
  id: number;
  chunk: Chunk;
  settle: (result: ChunkResult) => void;
}

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
  private readonly outstanding: Pending[][];
  private readonly durations = new RecentDurations();
  private readonly listeners = new Listeners<SessionEvents>();
  private readonly stopping = new Set<number>();
  private nextId = 0;
  private nextWorker = 0;
  private lossesInARow = 0;
  private broken: WorkerLostError | undefined;
  private closing: Promise<void> | undefined;
  private drained: (() => void) | undefined;
  private stopTimer: NodeJS.Timeout | undefined;

  private constructor(private readonly options: WorkerSessionOptions) {
    const indices = Array.from({ length: options.workers }, (_, worker) => worker);
    this.outstanding = indices.map(() => []);
    this.slots = indices.map(
      (worker) =>
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

  run(chunk: Chunk, worker = this.leastLoaded()): Promise<ChunkResult> {
    if (this.closing)
      return Promise.reject(new UsageError('The session is closed: it takes no more chunks.'));
    return new Promise((settle) => this.send(worker, { id: this.nextId++, chunk, settle }));
  }

  stop(tasks?: readonly number[]): void {
    if (!tasks) this.options.stopFlag.raise();
    else
      for (const task of tasks) {
        this.stopping.add(task);
        this.options.stopFlag.raise(task);
      }
  }

  stopAfter(ms: number): void {
    clearTimeout(this.stopTimer);
    this.stopTimer = setTimeout(() => this.stop(), ms).unref();
  }

  clearStop(): void {
    clearTimeout(this.stopTimer);
    this.options.stopFlag.lower();
  }

  usage(): Promise<WorkerUsage[]> {
    return Promise.all(this.slots.map((slot) => slot.usage()));
  }

  async replace(worker: number): Promise<void> {
    const slot = this.slots[worker];
    if (!slot) throw new UsageError(`There is no worker ${worker}: the session has ${this.workers}.`);
    await slot.kill();
    this.settleLost(
      worker,
      slot.lostError({ code: null, signal: null, error: new Error('replaced') }, this.options.engine),
    );
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
    await Promise.all(this.slots.map((slot) => slot.kill()));
    for (const slot of this.slots) {
      this.settleLost(
        slot.worker,
        slot.lostError({ code: null, signal: null, error: new Error('terminated') }, this.options.engine),
      );
    }
    this.release();
  }

  private async finish(): Promise<void> {
    if (this.outstanding.some((chunks) => chunks.length > 0)) {
      await new Promise<void>((drained) => {
        this.drained = drained;
      });
    }
    await Promise.all(this.slots.map((slot) => slot.close()));
    this.release();
  }

  private release(): void {
    this.options.release?.();
    delete this.options.release;
  }

  /** Breadth first: an idle worker before a second chunk for a busy one. */
  private leastLoaded(): number {
    const { workers, outstanding } = this;
    let best = this.nextWorker;
    for (let step = 0; step < workers; step++) {
      const worker = (this.nextWorker + step) % workers;
      const load = outstanding[worker]!.length;
      if (load < outstanding[best]!.length) best = worker;
      if (load === 0) break;
    }
    this.nextWorker = (best + 1) % workers;
    return best;
  }

  private send(worker: number, pending: Pending): void {
    if (this.broken) {
      this.settle(pending, failAll(pending.chunk, this.broken), worker);
      return;
    }
    this.outstanding[worker]!.push(pending);
    try {
      this.slots[worker]!.post([pending.id, pending.chunk.first, pending.chunk.tasks]);
    } catch (thrown) {
      this.outstanding[worker]!.pop();
      this.refuseArguments(worker, pending, thrown);
    }
  }

  private refusedLate(worker: number, message: ToWorker, thrown: unknown): void {
    const pending = Array.isArray(message) ? this.take(worker, message[0]) : undefined;
    if (pending) this.refuseArguments(worker, pending, thrown);
  }

  /** Removes a chunk from those that are on their way. */
  private take(worker: number, id: number): Pending | undefined {
    const chunks = this.outstanding[worker]!;
    const at = chunks.findIndex((pending) => pending.id === id);
    return at < 0 ? undefined : chunks.splice(at, 1)[0];
  }

  /** A task that cannot be sent fails alone; the others of its chunk go on one by one. */
  private refuseArguments(worker: number, pending: Pending, thrown: unknown): void {
    const { first, tasks } = pending.chunk;
    if (tasks.length > 1) {
      const alone = tasks.map((task, position) => this.run({ first: first + position, tasks: [task] }));
      void Promise.all(alone).then((results) => {
        const outcomes = results.flatMap((result) => result.outcomes);
        this.settle(pending, outcomes, worker);
      });
      return;
    }
    const text = `Task ${first} cannot be sent to a worker (${this.options.engine}): ${messageOf(thrown)}`;
    const error = new TaskError(text, first, worker, this.options.engine, { cause: thrown });
    this.settle(pending, [{ index: first, error }], worker);
  }

  private ran(worker: number, message: RanMessage): void {
    const [id, values, errors, received, started, finished, cpuNs, waitNs] = message;
    const pending = this.take(worker, id);
    if (!pending) return;
    this.lossesInARow = 0;
    this.durations.add(finished - started);
    const first = pending.chunk.first;
    const outcomes: Outcome[] = values.map((value, position) => ({ index: first + position, value }));
    for (const [position, described] of errors ?? []) {
      outcomes[position] = this.taskFailed(first + position, worker, rebuildError(described));
    }
    const telemetry: ChunkResult['telemetry'] = { worker, received, started, finished };
    if (cpuNs !== undefined) telemetry.cpuNs = cpuNs;
    if (waitNs !== undefined) telemetry.waitNs = waitNs;
    this.forgetStops(outcomes);
    pending.settle({ outcomes, telemetry });
    this.checkDrained();
  }

  private taskFailed(index: number, worker: number, cause: unknown): Outcome {
    const text = `Task ${index} failed in worker ${worker} (${this.options.engine}): ${messageOf(cause)}`;
    return { index, error: new TaskError(text, index, worker, this.options.engine, { cause }) };
  }

  /** What it had started is lost; a spare behind it was not started and goes to the next worker. */
  private lost(worker: number, exit: WorkerExit): void {
    const error = this.slots[worker]!.lostError(exit, this.options.engine);
    this.listeners.emit('lost', { worker, exitCode: exit.code, signal: exit.signal });
    const [started, ...spares] = this.outstanding[worker]!.splice(0);
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
    for (const pending of this.outstanding[worker]!.splice(0))
      this.settle(pending, failAll(pending.chunk, error), worker);
  }

  /** For chunks that no worker answered: their times are those of now. */
  private settle(pending: Pending, outcomes: Outcome[], worker: number): void {
    const now = this.clock.now();
    this.forgetStops(outcomes);
    pending.settle({ outcomes, telemetry: { worker, received: now, started: now, finished: now } });
    this.checkDrained();
  }

  private forgetStops(outcomes: readonly Outcome[]): void {
    if (this.stopping.size === 0) return;
    for (const { index } of outcomes) if (this.stopping.delete(index)) this.options.stopFlag.lower(index);
  }

  private checkDrained(): void {
    if (this.drained && this.outstanding.every((chunks) => chunks.length === 0)) this.drained();
  }
}

function failAll(chunk: Chunk, error: Error): Outcome[] {
  return chunk.tasks.map((_, position) => ({ index: chunk.first + position, error }));
}
