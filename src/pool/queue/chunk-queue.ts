import { CorewiseError } from '../../errors.js';
import {
  type Chunk,
  type ChunkResult,
  type Outcome,
  ReturnedChunk,
  type Session,
  submitTo,
} from '../../workers/session/index.js';
import { Replacements, type WorkerLimits } from './replacements.js';
import { type CallGroup, Job, type Settle, type Slot } from './slot.js';
import { countedAs, emptyStats } from './stats.js';
import { TaskIndices } from './task-indices.js';
import { WaitingJobs } from './waiting-jobs.js';
import { WorkerSlots } from './worker-slots.js';

/** More tasks wait than the pool was told to hold. */
export class QueueFullError extends CorewiseError {}

export interface ChunkQueueOptions extends WorkerLimits {
  maxQueued: number | undefined;
  /** Nothing waits any more, after something had to. */
  onDrain(): void;
}

/**
 * All calls of a pool share its workers: chunks wait here, first come first served, until a worker has room. What
 * a worker holds cannot be taken back, so no more is sent than keeps it busy.
 */
export class ChunkQueue {
  readonly stats = emptyStats();
  private readonly waiting = new WaitingJobs();
  private hasWaited = false;
  private readonly slots: WorkerSlots;
  private readonly replacements: Replacements;
  private readonly indices = new TaskIndices();
  private isTerminated = false;
  /** Some call was abandoned together with its workers. */
  private hasCancelled = false;
  private emptied: (() => void)[] = [];

  constructor(
    private readonly session: Session,
    private readonly options: ChunkQueueOptions,
  ) {
    this.replacements = new Replacements(session, options, (slot) => {
      slot.admit();
      this.fill();
    });
    this.slots = new WorkerSlots(session, this.replacements.maxTasks);
    session.on('lost', ({ worker }) => {
      this.slots.of(worker).given = 0;
    });
  }

  /** @throws QueueFullError where so much waits that no more may. */
  checkRoom(): void {
    const { maxQueued = Number.POSITIVE_INFINITY } = this.options;
    const { queued } = this.stats;
    if (queued >= maxQueued)
      throw new QueueFullError(`${queued} tasks are waiting already, and \`maxQueued\` is ${maxQueued}.`);
  }

  /** As `submit`, with a promise that never rejects. */
  run(chunk: Chunk, group?: CallGroup): Promise<ChunkResult | undefined> {
    return new Promise((settle) => this.submit(chunk, settle, group));
  }

  /**
   * Calls back when all tasks of the chunk have settled, never before it returns. Without a group only the pool's
   * own end can drop the chunk.
   */
  submit(chunk: Chunk, settle: Settle, group?: CallGroup): void {
    const job = new Job(chunk, group, settle, this);
    this.stats.submitted += job.size;
    this.stats.queued += job.size;
    if (group?.isOver || this.isTerminated) {
      queueMicrotask(() => this.drop(job));
      return;
    }
    group?.jobs.add(job);
    const slot = this.hasWaited ? undefined : this.slots.free(job);
    if (slot) {
      this.send(job, slot);
      return;
    }
    this.waiting.push(job);
    this.hasWaited = true;
    this.fill();
  }

  /**
   * Keeps the worker for a consumer, after the chunks that it holds; `run` gets the consumer's outcome index.
   * Undefined where the call or the pool ended before its turn.
   */
  async occupy<T>(
    worker: number,
    group: CallGroup,
    run: (index: number) => Promise<T>,
  ): Promise<T | undefined> {
    const slot = this.slots.of(worker);
    const guest = await slot.enter(group, this.indices.take(1));
    try {
      if (group.isOver || this.isTerminated) return undefined;
      return await run(guest.first);
    } finally {
      slot.guests.splice(slot.guests.indexOf(guest), 1);
      this.indices.release(guest);
      this.replacements.consider(slot);
      slot.admit();
      this.fill();
    }
  }

  /** Counts what a consumer took. */
  count(outcome: Outcome): void {
    const { items = 1 } = outcome;
    this.stats.submitted += items;
    this.stats[countedAs(outcome)] += items;
    this.slots.of(outcome.index).given += items;
  }

  /** No more of the call is sent; what was goes on. */
  end(group: CallGroup): void {
    group.isOver = true;
    for (const job of group.jobs) if (job.slot === undefined) this.drop(job);
    for (const slot of this.slots.all)
      for (const guest of slot.guests) if (guest.group === group && !guest.hasBegun) guest.begin();
    this.fill();
  }

  /** Ends the call and asks what runs to stop; `cancel` ends the workers that run it. */
  abandon(group: CallGroup, cancel: boolean): void {
    this.end(group);
    const indices: number[] = [];
    for (const running of [...this.slots.guestsOf(group), ...group.jobs]) {
      this.indices.keep(running);
      for (let at = 0; at < running.size; at++) indices.push(running.first + at);
      running.isCancelled = cancel;
    }
    this.hasCancelled ||= cancel;
    group.jobs.clear();
    this.session.stop(indices);
    if (cancel) for (const slot of this.slots.all) this.endCancelled(slot);
  }

  /** Nothing waits and nothing runs. */
  whenEmpty(): Promise<void> {
    return new Promise((empty) => {
      this.emptied.push(empty);
      this.checkEmpty();
    });
  }

  /** Everything that waits or runs settles now, as what nothing came of; workers are left as they are. */
  terminate(): void {
    this.isTerminated = true;
    for (const job of this.waiting.takeAll()) this.drop(job);
    for (const slot of this.slots.all) {
      for (const job of slot.jobs.takeAll()) {
        this.stats.running -= job.size;
        this.stats.lost += job.size;
        job.isSettled = true;
        job.settle(undefined);
      }
      for (const guest of slot.guests) if (!guest.hasBegun) guest.begin();
    }
    this.checkEmpty();
  }

  /** Undefined where the session took it no more. */
  ran(job: Job, result: ChunkResult | undefined): void {
    const { size, slot } = job;
    if (job.isSettled || !slot) return;
    slot.jobs.remove(job);
    this.slots.lastFreed = slot;
    this.stats.running -= size;
    job.group?.jobs.delete(job);
    this.indices.release(job);
    if (result instanceof ReturnedChunk) {
      this.stats.done += size;
      result.renumber(job.chunk.first);
    } else this.countEach(job, result);
    job.isSettled = true;
    job.settle(result);
    // Of most calls there is nothing to do for any of these, and each is on the way of every task.
    if (this.replacements.areWanted) this.replacements.consider(slot);
    if (this.hasCancelled) this.endCancelled(slot);
    if (slot.guests.length > 0) slot.admit();
    if (this.hasWaited) this.fill();
    if (this.emptied.length > 0) this.checkEmpty();
  }

  /** Of a chunk of which not every task returned. */
  private countEach({ chunk, first, size }: Job, result: ChunkResult | undefined): void {
    if (!result) this.stats.lost += size;
    else
      for (const outcome of result.outcomes) {
        this.stats[countedAs(outcome)]++;
        outcome.index += chunk.first - first;
      }
  }

  private fill(): void {
    const { waiting } = this;
    for (let job = waiting.next(); job; job = waiting.next()) {
      const slot = this.slots.free(job);
      if (!slot) return;
      waiting.shift();
      this.send(job, slot);
    }
    if (!this.hasWaited) return;
    this.hasWaited = false;
    this.options.onDrain();
  }

  private send(job: Job, slot: Slot): void {
    const { chunk, size } = job;
    job.first = this.indices.take(size);
    job.slot = slot;
    slot.jobs.push(job);
    slot.given += size;
    this.stats.queued -= size;
    this.stats.running += size;
    submitTo(this.session, { ...chunk, first: job.first }, job, slot.worker);
  }

  private drop(job: Job): void {
    this.stats.queued -= job.size;
    this.stats.cancelled += job.size;
    job.group?.jobs.delete(job);
    job.isSettled = true;
    this.waiting.dropped();
    job.settle(undefined);
    this.checkEmpty();
  }

  /** Only the worker that is busy with it: behind another call's chunk it is not begun before that is done. */
  private endCancelled(slot: Slot): void {
    if (slot.current?.isCancelled && !slot.isReplaced) void this.replacements.replace(slot, 'now');
  }

  private checkEmpty(): void {
    if (this.emptied.length === 0) return;
    const { queued, running } = this.stats;
    if (queued + running > 0) return;
    for (const empty of this.emptied.splice(0)) empty();
  }
}
