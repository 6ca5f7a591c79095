import { READ_AHEAD } from '../../../workers/dispatch/index.js';
import { Fifo } from '../../../workers/session/index.js';

export type Job = 'send' | 'receive';

/** The thread that sends and receives: one job at a time, what is ready to be sent first. */
export class Dispatcher {
  /** How long it was busy, ms. */
  busyMs = 0;
  private readonly sends = new Fifo<number>();
  private readonly receives = new Fifo<number>();
  private isBusy = false;
  private busySince = 0;

  /** `begin`: a job begins; `done` is to be called when it ends. */
  constructor(private readonly begin: (job: Job, message: number) => void) {}

  add(job: Job, message: number): void {
    if (job === 'send') this.sends.push(message);
    else this.receives.push(message);
  }

  /** Begins the next job where it is idle and has one. */
  next(now: number): void {
    if (this.isBusy) return;
    const send = this.sends.shift();
    const message = send ?? this.receives.shift();
    if (message === undefined) return;
    this.isBusy = true;
    this.busySince = now;
    this.begin(send === undefined ? 'receive' : 'send', message);
  }

  done(now: number): void {
    this.isBusy = false;
    this.busyMs += now - this.busySince;
  }
}

/** Which chunk may be sent next: a dispatch as its pump has it. Chunks are numbered in task order. */
export class Supply {
  private sent = 0;
  private outstanding = 0;
  private readonly settled: Uint8Array | undefined;
  /** In order: the first chunk whose results were not given yet. */
  private given = 0;

  constructor(
    private readonly chunks: number,
    isInOrder: boolean,
  ) {
    if (isInOrder) this.settled = new Uint8Array(chunks);
  }

  /** The next chunk, where the session takes one more; `capacity`: the chunks it accepts at once. */
  take(capacity: number): number | undefined {
    if (this.sent === this.chunks || this.outstanding >= capacity) return undefined;
    if (this.settled && this.sent - this.given >= READ_AHEAD * capacity) return undefined;
    this.outstanding++;
    return this.sent++;
  }

  settle(chunk: number): void {
    this.outstanding--;
    const { settled } = this;
    if (!settled) return;
    settled[chunk] = 1;
    while (settled[this.given] === 1) this.given++;
  }
}

/** Chunks that wait to be sent together: the engines' rule (see `Outboxes`), with chunks that are numbers. */
export class Outbox {
  private readonly firsts: Int32Array;
  private readonly counts: Int32Array;
  private filled: number[] = [];

  constructor(
    workers: number,
    private readonly post: (first: number, count: number) => void,
  ) {
    this.firsts = new Int32Array(workers);
    this.counts = new Int32Array(workers);
  }

  /** `held`: chunks a worker holds at once. Up to two travel alone, of more half of them together. */
  add(worker: number, chunk: number, held: number): void {
    const count = this.counts[worker]! + 1;
    if (count === 1) {
      this.firsts[worker] = chunk;
      this.filled.push(worker);
    }
    this.counts[worker] = count;
    if (held <= 2 || count >= held / 2) this.postOf(worker);
  }

  /** Sends what waits; called when nothing that is ready adds more. */
  flush(): void {
    for (const worker of this.filled) if (this.counts[worker]! > 0) this.postOf(worker);
    this.filled = [];
  }

  private postOf(worker: number): void {
    this.post(this.firsts[worker]!, this.counts[worker]!);
    this.counts[worker] = 0;
  }
}
