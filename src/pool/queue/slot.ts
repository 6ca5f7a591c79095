import { type Chunk, type ChunkReceiver, type ChunkResult, Fifo } from '../../workers/session/index.js';
import type { IndexRange } from './task-indices.js';

/** What one call has in the queue and in the workers. */
export class CallGroup {
  readonly jobs = new Set<Job>();
  /** No more of it is sent. */
  isOver = false;
}

/** What occupies a worker: it can be asked to stop, and its worker can be ended for it. */
export interface Occupant extends IndexRange {
  /** Absent where nothing can end the call before the pool itself ends. */
  readonly group: CallGroup | undefined;
  /** Its worker is to be ended as soon as it is busy with it. */
  isCancelled: boolean;
}

/** Gets what came of a chunk; undefined where nothing did, because its call or the pool ended. */
export type Settle = (result: ChunkResult | undefined) => void;

/** A chunk, from the moment it is submitted until it has settled. */
export class Job implements Occupant, ChunkReceiver {
  readonly size: number;
  /** How long it may take is counted from when it is sent, so it is sent to a worker that holds nothing else. */
  readonly isTimed: boolean;
  first = 0;
  /** Undefined while it waits. */
  slot: Slot | undefined;
  isCancelled = false;
  isSettled = false;

  constructor(
    readonly chunk: Chunk,
    readonly group: CallGroup | undefined,
    readonly settle: Settle,
    private readonly queue: { ran(job: Job, result: ChunkResult | undefined): void },
  ) {
    this.size = chunk.tasks.length;
    this.isTimed = chunk.taskTimeoutMs !== undefined;
  }

  settled(result: ChunkResult): void {
    this.queue.ran(this, result);
  }

  refused(): void {
    this.queue.ran(this, undefined);
  }
}

/** A consumer, which has its worker for itself. */
export interface Guest extends Occupant {
  readonly group: CallGroup;
  hasBegun: boolean;
  begin(): void;
}

/** One worker as the queue sees it. */
export class Slot {
  /** What the worker holds, in the order it was sent, which is the order it runs. */
  readonly jobs = new Fifo<Job>();
  /** Consumers; the first one begins when the worker holds no chunk. */
  readonly guests: Guest[] = [];
  /** Tasks it was given since it started. */
  given = 0;
  /** It takes nothing before it was replaced. */
  isReplaced = false;
  isWeighed = false;

  constructor(readonly worker: number) {}

  /** What the worker is busy with now. */
  get current(): Occupant | undefined {
    const guest = this.guests[0];
    return guest?.hasBegun ? guest : this.jobs.peek();
  }

  /** A consumer that gets the worker for itself, in its turn; `first`: its outcome index. */
  enter(group: CallGroup, first: number): Promise<Guest> {
    return new Promise((resolve) => {
      const guest: Guest = {
        ...{ group, first, size: 1, isCancelled: false, hasBegun: false },
        begin() {
          guest.hasBegun = true;
          resolve(guest);
        },
      };
      this.guests.push(guest);
      this.admit();
    });
  }

  /** Lets the next consumer begin, where the worker is free for it. */
  admit(): void {
    const guest = this.guests[0];
    if (guest && !guest.hasBegun && this.jobs.length === 0 && !this.isReplaced) guest.begin();
  }
}
