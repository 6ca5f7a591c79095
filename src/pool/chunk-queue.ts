import { CorewiseError, WorkerLostError } from '../errors.js';
import { type Chunk, type ChunkResult, isFailure, type Outcome, type Session } from '../work/index.js';

/** More tasks wait than the pool was told to hold. */
export class QueueFullError extends CorewiseError {}

/** Tasks, by what became of them; the first is the sum of the others. */
export interface PoolStats {
  submitted: number;
  queued: number;
  running: number;
  done: number;
  failed: number;
  lost: number;
  /** Dropped before they began: their call was aborted. */
  cancelled: number;
}

export interface ChunkQueueOptions {
  /** Tasks, then a worker is replaced. */
  maxTasksPerWorker?: number;
  /** MiB; a worker that has more after a chunk is replaced. */
  maxWorkerMemory?: number;
  maxQueued?: number;
  onDrain(): void;
}

/** The chunks of one call. */
export class CallGroup {
  readonly jobs = new Set<Job>();
  /** No more of its chunks are sent. */
  isOver = false;
}

interface Job {
  readonly chunk: Chunk;
  readonly group: CallGroup;
  readonly settle: (result: ChunkResult | undefined) => void;
  /** Where it runs, and the outcome index of its first task there; undefined while it waits. */
  sent?: { worker: number; first: number };
}

interface Lane {
  /** Chunks it holds. */
  held: number;
  /** Tasks that it was given since it started. */
  given: number;
  /** No more chunks until it was replaced. */
  isRetiring: boolean;
  isWeighed: boolean;
}

/**
 * All calls of a pool share its workers: chunks wait here, first come first served, until a worker has room. What
 * a worker holds cannot be taken back, so no more is sent than keeps it busy.
 */
export class ChunkQueue {
  readonly stats: PoolStats = {
    submitted: 0,
    queued: 0,
    running: 0,
    done: 0,
    failed: 0,
    lost: 0,
    cancelled: 0,
  };
  private waiting: Job[] = [];
  /** Of `waiting`: those before it are gone. */
  private head = 0;
  private readonly lanes: Lane[];
  /** Every running task has an outcome index of its own: stop flags are raised by index. */
  private nextIndex: number;
  private hasWaited = false;
  private terminated = false;
  private emptied: (() => void)[] = [];

  constructor(
    private readonly session: Session,
    private readonly options: ChunkQueueOptions,
  ) {
    this.lanes = Array.from({ length: session.workers }, newLane);
    // Consumers have their worker's number as their index.
    this.nextIndex = session.workers;
    session.on('lost', ({ worker }) => {
      this.lanes[worker]!.given = 0;
    });
  }

  /** @throws QueueFullError where so much waits that no more may. */
  checkRoom(): void {
    const { maxQueued = Number.POSITIVE_INFINITY } = this.options;
    const { queued } = this.stats;
    if (queued >= maxQueued)
      throw new QueueFullError(`${queued} tasks wait already, and \`maxQueued\` is ${maxQueued}.`);
  }

  /** Settles when all tasks of the chunk have; undefined where it was dropped before it began. */
  run(chunk: Chunk, group: CallGroup): Promise<ChunkResult | undefined> {
    return new Promise((settle) => {
      const job: Job = { chunk, group, settle };
      const size = chunk.tasks.length;
      this.stats.submitted += size;
      this.stats.queued += size;
      if (group.isOver || this.terminated) {
        this.drop(job);
        return;
      }
      group.jobs.add(job);
      this.waiting.push(job);
      this.fill();
      if (job.sent === undefined) this.hasWaited = true;
    });
  }

  /** Counts what went to a worker by another way. */
  count(outcome: Outcome): void {
    const { items = 1 } = outcome;
    this.stats.submitted += items;
    this.stats[resultOf(outcome)] += items;
  }

  /** Drops what waits of a call and asks what runs to stop; `cancel` ends the workers that run it. */
  async abandon(group: CallGroup, cancel: boolean): Promise<void> {
    group.isOver = true;
    const running = [...group.jobs].filter((job) => job.sent !== undefined);
    for (const job of group.jobs) if (job.sent === undefined) this.drop(job);
    group.jobs.clear();
    this.session.stop(running.flatMap(({ sent, chunk }) => chunk.tasks.map((_, at) => sent!.first + at)));
    if (!cancel) return;
    const workers = new Set(running.map(({ sent }) => sent!.worker));
    await Promise.all([...workers].map((worker) => this.session.replace(worker)));
  }

  /** Nothing waits and nothing runs. */
  whenEmpty(): Promise<void> {
    return new Promise((empty) => {
      this.emptied.push(empty);
      this.checkEmpty();
    });
  }

  /** Everything that waits settles as dropped. */
  terminate(): void {
    this.terminated = true;
    for (const job of this.waiting.splice(0).slice(this.head)) if (!job.group.isOver) this.drop(job);
    this.head = 0;
  }

  private fill(): void {
    for (;;) {
      const job = this.waiting[this.head];
      if (!job) break;
      if (job.group.isOver) {
        this.head++;
        continue;
      }
      const worker = this.freeWorker(job.chunk.tasks.length);
      if (worker === undefined) break;
      this.head++;
      this.send(job, worker);
    }
    this.trim();
  }

  private trim(): void {
    if (this.head < this.waiting.length) {
      if (this.head < 1024) return;
      this.waiting = this.waiting.slice(this.head);
      this.head = 0;
      return;
    }
    this.waiting = [];
    this.head = 0;
    if (!this.hasWaited) return;
    this.hasWaited = false;
    this.options.onDrain();
  }

  /** The least loaded one that has room. */
  private freeWorker(tasks: number): number | undefined {
    const room = this.session.capacity / this.session.workers;
    const { maxTasksPerWorker = Number.POSITIVE_INFINITY } = this.options;
    let best: number | undefined;
    for (let worker = 0; worker < this.lanes.length; worker++) {
      const { held, given, isRetiring } = this.lanes[worker]!;
      if (isRetiring || held >= room) continue;
      // A chunk larger than the limit has a worker of its own.
      if (given > 0 && given + tasks > maxTasksPerWorker) continue;
      if (best === undefined || held < this.lanes[best]!.held) best = worker;
      if (held === 0) break;
    }
    return best;
  }

  private send(job: Job, worker: number): void {
    const { chunk } = job;
    const size = chunk.tasks.length;
    const first = this.nextIndex;
    this.nextIndex += size;
    job.sent = { worker, first };
    const lane = this.lanes[worker]!;
    lane.held++;
    lane.given += size;
    this.stats.queued -= size;
    this.stats.running += size;
    this.session.run({ ...chunk, first }, worker).then(
      (result) => this.ran(job, lane, result),
      () => this.ran(job, lane, undefined),
    );
  }

  private ran(job: Job, lane: Lane, result: ChunkResult | undefined): void {
    const { chunk, group, sent } = job;
    const size = chunk.tasks.length;
    lane.held--;
    this.stats.running -= size;
    group.jobs.delete(job);
    if (result) {
      for (const outcome of result.outcomes) {
        this.stats[resultOf(outcome)]++;
        outcome.index += chunk.first - sent!.first;
      }
    } else this.stats.lost += size;
    job.settle(result);
    this.consider(sent!.worker, lane);
    this.fill();
    this.checkEmpty();
  }

  private drop({ chunk, settle }: Job): void {
    this.stats.queued -= chunk.tasks.length;
    this.stats.cancelled += chunk.tasks.length;
    settle(undefined);
    this.checkEmpty();
  }

  /** Whether the worker has done its share or grown too large. */
  private consider(worker: number, lane: Lane): void {
    const { maxTasksPerWorker, maxWorkerMemory } = this.options;
    if (maxTasksPerWorker !== undefined && lane.held === 0) {
      const next = this.waiting[this.head]?.chunk.tasks.length ?? 1;
      if (lane.given + next > maxTasksPerWorker) void this.retire(worker, lane);
    }
    if (maxWorkerMemory !== undefined && !lane.isWeighed && !lane.isRetiring)
      void this.weigh(worker, lane, maxWorkerMemory);
  }

  private async weigh(worker: number, lane: Lane, most: number): Promise<void> {
    lane.isWeighed = true;
    const [usage] = await this.session.usage(worker);
    lane.isWeighed = false;
    if ((usage?.peakMemoryMiB ?? 0) <= most) return;
    await this.retire(worker, lane);
  }

  private async retire(worker: number, lane: Lane): Promise<void> {
    if (lane.isRetiring || this.terminated) return;
    lane.isRetiring = true;
    try {
      await this.session.replace(worker, 'finished');
    } catch {
      // The session is closed or broken, and says so to whoever calls it.
    }
    lane.given = 0;
    lane.isRetiring = false;
    this.fill();
    this.checkEmpty();
  }

  private checkEmpty(): void {
    const { queued, running } = this.stats;
    if (queued + running > 0) return;
    for (const empty of this.emptied.splice(0)) empty();
  }
}

function newLane(): Lane {
  return { held: 0, given: 0, isRetiring: false, isWeighed: false };
}

function resultOf(outcome: Outcome): 'done' | 'failed' | 'lost' {
  if (!isFailure(outcome)) return 'done';
  return outcome.error instanceof WorkerLostError ? 'lost' : 'failed';
}
