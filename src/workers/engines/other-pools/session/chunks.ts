import { WorkerLostError } from '../../../../errors.js';
import {
  type Chunk,
  type ChunkReceiver,
  type ChunkResult,
  type ChunkTelemetry,
  monotonicMs,
  type Outcome,
  type RunningChunk,
} from '../../../session/index.js';
import { oneByOne } from '../../message-fed/outboxes.js';
import { howItEnded } from '../../message-fed/slots/endings.js';
import type { WorkerExit } from '../../message-fed/slots/link.js';
import { Spares } from '../../message-fed/spares.js';
import type { StopRequests } from '../../message-fed/stop-requests.js';
import { failAll, failedTask, type Place, resultOf, unsentTask } from '../../outcomes.js';
import { asCell } from '../../protocol/begun-cells.js';
import { rebuildError } from '../../protocol/described-error.js';
import { unsentResult } from '../../protocol/message-limits.js';
import type { OtherPackage, OtherPool } from '../other-pool.js';
import type { HostedAnswer, Said } from '../protocol.js';
import { isOutOfReach, isUnsent, type Pending, running } from './pending.js';
import type { Watch } from './watch.js';

export interface OtherChunksOptions {
  other: Omit<OtherPackage, 'start'>;
  workers: number;
  pool: OtherPool;
  watch: Watch;
  stops: StopRequests;
  /** Why nothing runs here any more, once that is so. */
  broken(): WorkerLostError | undefined;
  /** A worker did what it was given. */
  survived(): void;
  said(worker: number, said: readonly Said[] | undefined): void;
  /** The pool is of no use any more; `thrown`: what it cannot get over. */
  breakUp(error: WorkerLostError, thrown?: unknown): void;
}

/** A chunk whose worker ended before it began goes to another, once. */
const MOST_SENDINGS = 2;

/** Of a process that closed its channel and lives on, no end is heard. */
const END_HEARD_WITHIN_MS = 1000;

/** The chunks of a session, each one of the pool's own tasks. */
export class OtherChunks {
  private readonly outstanding = new Map<number, Pending>();
  private readonly reserve = new Spares();
  private nextId = 0;
  private onEmpty: (() => void) | undefined;

  constructor(private readonly options: OtherChunksOptions) {}

  /** How many are taken at once: where a pool hands each to a worker at once, one each while chunks are long. */
  get capacity(): number {
    const { workers, other } = this.options;
    const each = Math.min(other.atOnce, this.reserve.chunksAWorker);
    return workers * (other.hasQueue ? Math.max(2, each) : each);
  }

  take(chunk: Chunk, receiver: ChunkReceiver): void {
    const pending: Pending = { id: this.nextId++, chunk, receiver, sendings: 0 };
    this.outstanding.set(pending.id, pending);
    this.send(pending);
  }

  has(id: number): boolean {
    return this.outstanding.has(id);
  }

  /** What the worker in this place has begun and not answered. */
  begunIn(lane: number): RunningChunk | undefined {
    const begun = this.options.watch.begunIn(lane);
    if (begun === undefined) return undefined;
    for (const pending of this.outstanding.values())
      if (asCell(pending.id) === begun) return running(lane, pending);
    return undefined;
  }

  /** No worker is at any of the chunks that have not settled. */
  get nobodyRuns(): boolean {
    if (this.outstanding.size === 0) return false;
    for (let lane = 0; lane < this.options.workers; lane++) if (this.begunIn(lane)) return false;
    return true;
  }

  /** Chunks so far. */
  get sent(): number {
    return this.nextId;
  }

  /** So many messages that each worker gets one, whichever the pool takes to have the least to do. */
  wake(): void {
    const most = this.options.workers * (this.outstanding.size + 1);
    for (let each = 0; each < most; each++)
      Promise.resolve(this.options.pool.run('hello', undefined)).catch(() => undefined);
  }

  async whenEmpty(): Promise<void> {
    if (this.outstanding.size === 0) return;
    await new Promise<void>((empty) => {
      this.onEmpty = empty;
    });
  }

  failAll(error: WorkerLostError): void {
    for (const pending of [...this.outstanding.values()]) this.fail(pending, error, error.worker);
  }

  lostError(lane: number, exit: WorkerExit, begun?: RunningChunk): WorkerLostError {
    const text = `Worker ${lane} (${this.options.other.name}) ${howItEnded(exit, begun)}`;
    const cause = exit.error === undefined ? undefined : { cause: exit.error };
    return new WorkerLostError(text, lane, exit.code, exit.signal, cause);
  }

  private send(pending: Pending): void {
    const broken = this.options.broken();
    if (broken) {
      queueMicrotask(() => this.fail(pending, broken, broken.worker));
      return;
    }
    const { chunk } = pending;
    const from = monotonicMs();
    let answer: PromiseLike<unknown>;
    pending.sendings++;
    try {
      answer = this.options.pool.run([pending.id, chunk.first, chunk.tasks], chunk.transfer);
    } catch (thrown) {
      queueMicrotask(() => this.rejected(pending, thrown));
      return;
    }
    pending.sendMs = monotonicMs() - from;
    answer.then(
      (answered) => this.answered(pending, answered as HostedAnswer),
      // Not within what the pool does as it hears of a worker's end: the watch hears of that after it.
      (thrown) => queueMicrotask(() => this.rejected(pending, thrown)),
    );
  }

  private answered(pending: Pending, answer: HostedAnswer): void {
    if (!this.has(pending.id)) return;
    const { said, survived, breakUp } = this.options;
    if (!Array.isArray(answer)) {
      // A worker that the pool started later cannot do anything.
      breakUp(this.lostError(answer.lane, { code: 0, signal: null }), rebuildError(answer.refused!));
      return;
    }
    const [worker, values, errors, received, started, finished, cpuNs, waitNs, told] = answer;
    said(worker, told);
    survived();
    this.reserve.add(finished - started);
    this.reserve.update();
    const telemetry: ChunkTelemetry = { worker, received, started, finished };
    if (pending.sendMs !== undefined) telemetry.sendMs = pending.sendMs;
    if (cpuNs !== undefined) telemetry.cpuNs = cpuNs;
    if (waitNs !== undefined) telemetry.waitNs = waitNs;
    this.conclude(pending, resultOf({ values, errors }, 0, pending.chunk, telemetry, this.place(worker)));
  }

  private rejected(pending: Pending, thrown: unknown): void {
    if (!this.has(pending.id)) return;
    const { watch, other } = this.options;
    const failure = watch.failureOf(pending.id);
    if (failure?.error) this.fail(pending, failure.error, failure.lane);
    else if (watch.hasFreshFailures) this.sendAgain(pending, thrown);
    else if (isOutOfReach(thrown) && !pending.wasOutOfReach) void this.afterEnd(pending, thrown);
    else if (isUnsent(thrown) && !(other.refuses && watch.mayHaveBegun(pending.id)))
      this.refuse(pending, thrown);
    else if (other.refuses?.(thrown)) this.refuseResults(pending, watch.laneOf(pending.id) ?? 0);
    else this.sendAgain(pending, thrown);
  }

  /**
   * A process that has ended takes nothing more before its end is heard of. Only then is it known what it had begun:
   * that must not be sent to another.
   */
  private async afterEnd(pending: Pending, thrown: unknown): Promise<void> {
    pending.wasOutOfReach = true;
    await this.options.watch.nextEnd(END_HEARD_WITHIN_MS);
    this.rejected(pending, thrown);
  }

  /** Its worker ended before it began. */
  private sendAgain(pending: Pending, thrown: unknown): void {
    if (pending.sendings < MOST_SENDINGS && !pending.chunk.transfer) this.send(pending);
    else this.fail(pending, this.lostError(0, { code: null, signal: null, error: thrown }), 0);
  }

  private refuse(pending: Pending, thrown: unknown): void {
    const { first, tasks } = pending.chunk;
    const { isStuckByUnsent, name } = this.options.other;
    if (tasks.length > 1 && !isStuckByUnsent) {
      void this.sendAlone(pending);
      return;
    }
    const unsent = tasks.map((_, position) => unsentTask(first + position, this.place(0), thrown));
    this.settle(pending, unsent, 0);
    if (!isStuckByUnsent) return;
    const story = `counts as busy in ${name} from now on, because the task that could not be sent is never taken off its count.`;
    this.options.breakUp(this.lostError(0, { code: null, signal: null, story }));
  }

  /** A task that cannot be sent fails alone. */
  private async sendAlone(pending: Pending): Promise<void> {
    const alone = oneByOne(pending.chunk).map(
      (chunk) => new Promise<ChunkResult>((settled, refused) => this.take(chunk, { settled, refused })),
    );
    const results = await Promise.all(alone);
    const outcomes = results.flatMap((result) => result.outcomes);
    this.settle(pending, outcomes, results[0]!.telemetry.worker);
  }

  /** The worker goes on, but nothing of its message came back. */
  private refuseResults(pending: Pending, worker: number): void {
    const { first, tasks } = pending.chunk;
    const what = tasks.length > 1 ? `one of the ${tasks.length} results of its chunk` : 'the result';
    const error = unsentResult(what, 'it could not be cloned');
    const failed = tasks.map((_, position) => failedTask(first + position, this.place(worker), error));
    this.settle(pending, failed, worker);
  }

  private place(worker: number): Place {
    return { worker, engine: this.options.other.name };
  }

  private fail(pending: Pending, error: Error, worker: number): void {
    this.settle(pending, failAll(pending.chunk, error), worker);
  }

  /** For chunks that no worker answered: their times are those of now. */
  private settle(pending: Pending, outcomes: Outcome[], worker: number): void {
    const now = monotonicMs();
    this.conclude(pending, { outcomes, telemetry: { worker, received: now, started: now, finished: now } });
  }

  private conclude(pending: Pending, result: ChunkResult): void {
    if (!this.outstanding.delete(pending.id)) return;
    const { stops } = this.options;
    if (stops.wantsAny) stops.settled(result.outcomes);
    pending.receiver.settled(result, pending.chunk);
    if (this.outstanding.size === 0) this.onEmpty?.();
  }
}
