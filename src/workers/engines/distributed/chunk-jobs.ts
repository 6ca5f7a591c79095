import { messageOf, WorkerLostError } from '../../../errors.js';
import { type Chunk, type ChunkReceiver, type ChunkResult, monotonicMs } from '../../session/index.js';
import { oneByOne } from '../message-fed/outboxes.js';
import { Spares } from '../message-fed/spares.js';
import { failAll, unsentTask } from '../outcomes.js';
import type { Queue, QueueEvents } from './libraries.js';
import type { ClockOffset } from './redis-clock.js';
import { type ChunkDone, type ChunkJob, decode, encode, type News, outcomesFrom } from './wire.js';

/** A chunk that has not settled. */
export interface HeldChunk {
  id: number;
  chunk: Chunk;
  receiver: ChunkReceiver;
  /** When it was given to the queue, ms of the session's clock. */
  sent: number;
  sendMs?: number;
}

interface ChunkJobsOptions {
  engine: string;
  workers: number;
  queue: Queue;
  /** How this machine's clock stands to that of Redis. */
  clock: ClockOffset;
  tell(news: News): void;
}

/** Jobs in one call of the queue at most. */
const BATCH = 200;
/** Chunks that wait for each worker, so that the way to Redis and back is not waited for. */
const LEAST_AHEAD = 2;
const MOST_AHEAD = 64;
/** On the way there are so many times as many as a thread would be given: the way is that much longer. */
const AHEAD = 4;

/**
 * The chunks of a session as jobs. A queue delivers each at least once: when a machine is taken for dead and was only
 * slow, two answers come. The first one counts, by the chunk's number.
 */
export class ChunkJobs {
  private readonly held = new Map<number, HeldChunk>();
  private readonly reserve = new Spares();
  private waiting: HeldChunk[] = [];
  private nextId = 0;
  private onEmpty: (() => void) | undefined;

  constructor(private readonly options: ChunkJobsOptions) {}

  get capacity(): number {
    const each = Math.min(MOST_AHEAD, Math.max(LEAST_AHEAD, AHEAD * this.reserve.chunksAWorker));
    return this.options.workers * (this.reserve.chunksAWorker === 1 ? LEAST_AHEAD : each);
  }

  listen(events: QueueEvents): void {
    events.on('completed', ({ jobId, returnvalue }) => this.done(jobId, returnvalue));
    events.on('failed', ({ jobId, failedReason }) => this.failed(jobId, failedReason));
  }

  take(chunk: Chunk, receiver: ChunkReceiver): void {
    const held: HeldChunk = { id: this.nextId++, chunk, receiver, sent: monotonicMs() };
    this.held.set(held.id, held);
    if (this.waiting.push(held) === 1) setImmediate(() => this.flush());
  }

  async whenEmpty(): Promise<void> {
    if (this.held.size === 0) return;
    await new Promise<void>((empty) => {
      this.onEmpty = empty;
    });
  }

  /** No answer is waited for any more. */
  settleAll(resultOf: (held: HeldChunk) => ChunkResult): void {
    for (const held of [...this.held.values()]) this.conclude(held, resultOf(held));
  }

  async clear(): Promise<void> {
    await this.options.queue.obliterate({ force: true });
  }

  /** All that were taken in this turn of the event loop go together. */
  private flush(): void {
    const all = this.waiting;
    this.waiting = [];
    for (let from = 0; from < all.length; from += BATCH) this.add(all.slice(from, from + BATCH));
  }

  private add(batch: readonly HeldChunk[]): void {
    const from = monotonicMs();
    const jobs = batch.flatMap((held) => {
      const { id, chunk } = held;
      try {
        const sent: ChunkJob = [id, chunk.first, chunk.tasks];
        const opts = { jobId: nameOf(id), removeOnComplete: true, removeOnFail: true } as const;
        return [{ name: 'chunk', data: { sent: encode(sent) }, opts }];
      } catch (thrown) {
        void this.refuse(held, thrown);
        return [];
      }
    });
    const sendMs = (monotonicMs() - from) / batch.length;
    for (const held of batch) held.sendMs = sendMs;
    this.options.queue.addBulk(jobs).catch((thrown) => {
      for (const held of batch) this.lose(held, `could not be given the chunk: ${messageOf(thrown)}`);
    });
  }

  /** A task that cannot be sent fails alone. */
  private async refuse(held: HeldChunk, thrown: unknown): Promise<void> {
    const { chunk } = held;
    const now = monotonicMs();
    const telemetry = { worker: 0, received: now, started: now, finished: now };
    if (chunk.tasks.length === 1) {
      const place = { worker: 0, engine: this.options.engine };
      this.conclude(held, { outcomes: [unsentTask(chunk.first, place, thrown)], telemetry });
      return;
    }
    const alone = oneByOne(chunk).map(
      (one) => new Promise<ChunkResult>((settled, refused) => this.take(one, { settled, refused })),
    );
    const results = await Promise.all(alone);
    this.conclude(held, { outcomes: results.flatMap(({ outcomes }) => outcomes), telemetry });
  }

  private done(jobId: string, returned: unknown): void {
    const held = this.find(jobId);
    if (!held || typeof returned !== 'string') return;
    const done = decode<ChunkDone>(returned);
    this.options.tell(done.news);
    const telemetry = this.here(held, done.telemetry);
    this.reserve.add(telemetry.finished - telemetry.started);
    this.reserve.update();
    const { engine } = this.options;
    const outcomes = outcomesFrom(done, held.chunk.first, { worker: telemetry.worker, engine });
    this.conclude(held, { outcomes, telemetry });
  }

  /** On this machine's clock. Both clocks are read a little wrong: nothing ran before it was sent, or after it came. */
  private here({ sent, sendMs }: HeldChunk, there: ChunkDone['telemetry']): ChunkDone['telemetry'] {
    const { offsetMs } = this.options.clock;
    const now = monotonicMs();
    const within = (time: number) => Math.min(now, Math.max(sent, time - offsetMs));
    const started = within(there.started);
    return {
      ...there,
      received: within(there.received),
      started,
      finished: Math.max(started, within(there.finished)),
      ...(sendMs !== undefined && { sendMs }),
    };
  }

  private failed(jobId: string, reason: string): void {
    const held = this.find(jobId);
    if (held) this.lose(held, `did not do the chunk: ${reason}`);
  }

  private lose(held: HeldChunk, what: string): void {
    const now = monotonicMs();
    const error = new WorkerLostError(`A worker (${this.options.engine}) ${what}.`, 0, null);
    const telemetry = { worker: 0, received: now, started: now, finished: now };
    this.conclude(held, { outcomes: failAll(held.chunk, error), telemetry });
  }

  private find(jobId: string): HeldChunk | undefined {
    return this.held.get(Number(jobId.slice(PREFIX.length)));
  }

  private conclude(held: HeldChunk, result: ChunkResult): void {
    if (!this.held.delete(held.id)) return;
    held.receiver.settled(result, held.chunk);
    if (this.held.size === 0) this.onEmpty?.();
  }
}

const PREFIX = 'chunk-';
const nameOf = (id: number) => `${PREFIX}${id}`;
