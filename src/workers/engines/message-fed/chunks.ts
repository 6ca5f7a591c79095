import type { OverdueError, WorkerLostError } from '../../../errors.js';
import {
  type Chunk,
  type ChunkReceiver,
  type ChunkResult,
  monotonicMs,
  type Outcome,
} from '../../session/index.js';
import { failAll, unsentTask } from '../outcomes.js';
import type { RunBatch, RunMessage } from '../protocol/messages.js';
import { Answers } from './answers.js';
import { Outboxes, oneByOne } from './outboxes.js';
import { Outstanding, type Pending } from './outstanding.js';
import type { KeepAlive } from './slots/keep-alive.js';
import type { WorkerSlot } from './slots/slot.js';
import type { Reserve } from './spares.js';
import type { StopRequests } from './stop-requests.js';
import { overdueChunk, watchLimit } from './time-limits.js';
import type { Timeline } from './timeline.js';

export interface ChunksOptions {
  engine: string;
  workers: number;
  clock: Timeline;
  reserve: Reserve;
  /** Nothing is measured of the caller's own thread, and the first of equally loaded workers gets a chunk. */
  isVirtual: boolean;
  timesSending: boolean;
  slots: readonly WorkerSlot[];
  stops: StopRequests;
  alive: KeepAlive;
}

/** The chunks of a session on their way: each goes to a worker, and what comes back to whoever sent it. */
export class Chunks {
  /** Why the session gave up, once it has. */
  broken: WorkerLostError | undefined;
  private readonly outstanding: Outstanding;
  private readonly outboxes: Outboxes;
  readonly answers: Answers;
  /** Some chunk has, or had, a limit. */
  private hasLimits = false;
  /** When each worker last came to an end of a chunk, ms of the clock; only where there are limits. */
  private readonly freeSince: Float64Array;

  constructor(private readonly options: ChunksOptions) {
    const { engine, workers, reserve, isVirtual, timesSending } = options;
    const outstanding = new Outstanding(workers, !isVirtual);
    this.outstanding = outstanding;
    this.freeSince = new Float64Array(workers);
    this.outboxes = new Outboxes(workers, outstanding, {
      now: isVirtual || !timesSending ? undefined : monotonicMs,
      slots: options.slots,
      refused: (worker, pending, thrown) => void this.refuseTasks(worker, pending, thrown),
    });
    this.answers = new Answers({ engine, outstanding, reserve, conclusions: this });
  }

  /** Default: the worker that has the least. */
  take(chunk: Chunk, receiver: ChunkReceiver, worker = this.outstanding.leastLoaded()): void {
    this.options.alive.hold();
    const pending: Pending = { id: -1, chunk, receiver };
    if (this.broken) queueMicrotask(() => this.send(worker, pending));
    else this.send(worker, pending);
  }

  send(worker: number, pending: Pending): void {
    if (this.broken) this.fail(pending, this.broken, worker);
    else {
      if (pending.chunk.taskTimeoutMs !== undefined) this.watch(worker, pending, pending.chunk.taskTimeoutMs);
      this.outboxes.send(worker, pending, this.options.reserve.chunksAWorker);
    }
  }

  /** A message that had waited for its worker could not be carried. */
  refusedLate(worker: number, message: RunMessage | RunBatch, thrown: unknown): void {
    this.outboxes.refusedLate(worker, message, thrown);
  }

  /** For what travels to this worker beside the chunks. */
  takeId(worker: number): number {
    return this.outboxes.takeId(worker);
  }

  heldBy(worker: number): Pending[] {
    return this.outstanding.held(worker);
  }

  /** What the worker has, in the order it was sent: from now on that is nothing. */
  takeBack(worker: number): Pending[] {
    this.outboxes.clear(worker);
    return this.outstanding.takeAll(worker);
  }

  countOf(worker: number): number {
    return this.outstanding.of(worker);
  }

  /** Resolves once the worker has none. */
  whenEmpty(worker: number): Promise<void> {
    return this.outstanding.whenEmpty(worker);
  }

  /** No worker answered the chunk. */
  fail(pending: Pending, error: WorkerLostError | OverdueError, worker: number): void {
    this.settle(pending, failAll(pending.chunk, error), worker);
  }

  /** A task that cannot be sent fails alone; the others of its chunk go on one by one. */
  private async refuseTasks(worker: number, pending: Pending, thrown: unknown): Promise<void> {
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

  /** Its time runs while it is the first that a ready worker has. */
  private watch(worker: number, pending: Pending, taskTimeoutMs: number): void {
    const { clock, engine, slots } = this.options;
    const slot = slots[worker]!;
    const { chunk } = pending;
    const limitMs = taskTimeoutMs * Math.max(1, chunk.tasks.length);
    const sent = clock.now();
    this.hasLimits = true;
    pending.unwatch?.();
    pending.unwatch = watchLimit(clock, {
      limitMs,
      since: () => {
        const ready = slot.readySince;
        if (ready === undefined || this.outstanding.first(worker) !== pending) return undefined;
        return Math.max(sent, ready, this.freeSince[worker]!);
      },
      overdue: () => slot.endOverdue(overdueChunk(chunk, limitMs, { worker, engine })),
    });
  }

  /** For chunks that no worker answered: their times are those of now. */
  private settle(pending: Pending, outcomes: Outcome[], worker: number): void {
    const now = this.options.clock.now();
    this.conclude(pending, { outcomes, telemetry: { worker, received: now, started: now, finished: now } });
  }

  /** All tasks of the chunk have settled. */
  conclude(pending: Pending, result: ChunkResult): void {
    if (this.hasLimits) {
      pending.unwatch?.();
      this.freeSince[result.telemetry.worker] = this.options.clock.now();
    }
    const { stops } = this.options;
    if (stops.wantsAny) stops.settled(result.outcomes);
    pending.receiver.settled(result, pending.chunk);
    this.options.alive.release();
    if (this.outstanding.isAwaited) this.outstanding.checkEmpty();
  }
}
