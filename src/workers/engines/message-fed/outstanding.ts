import { type Chunk, type ChunkReceiver, Fifo } from '../../session/index.js';

/** A chunk on its way: given to the session and not yet settled. */
export interface Pending {
  /** Its number in the messages to its worker; negative before it was posted. */
  id: number;
  readonly chunk: Chunk;
  readonly receiver: ChunkReceiver;
  /** What sending it took on this thread; undefined where that is not measured. */
  sendMs?: number;
  /** To a worker that ended before it began. */
  wasSent?: true;
  /** How many workers ended with it first in line and not begun. */
  endings?: number;
  /** Its time runs: this ends that. */
  unwatch?: () => void;
}

/** The chunks on their way, by worker, in the order they were sent. */
export class Outstanding {
  private readonly byWorker: Fifo<Pending>[];
  private nextWorker = 0;
  private onEmpty: { of: readonly Fifo<Pending>[]; empty: () => void }[] = [];

  /** `takesTurns`: of equally loaded workers, each in its turn; else the first. */
  constructor(
    private readonly workers: number,
    private readonly takesTurns = true,
  ) {
    this.byWorker = Array.from({ length: workers }, () => new Fifo());
  }

  /** How many the worker has. */
  of(worker: number): number {
    return this.byWorker[worker]!.length;
  }

  /** What the worker is at, or will be first. */
  first(worker: number): Pending | undefined {
    return this.byWorker[worker]!.peek();
  }

  /** What the worker has, in the order it was sent. */
  held(worker: number): Pending[] {
    return [...this.byWorker[worker]!];
  }

  add(worker: number, pending: Pending): void {
    this.byWorker[worker]!.push(pending);
  }

  /** Workers answer in order, so it is nearly always the first. */
  take(worker: number, id: number): Pending | undefined {
    const chunks = this.byWorker[worker]!;
    if (chunks.peek()?.id === id) return chunks.shift();
    for (const pending of chunks) {
      if (pending.id !== id) continue;
      chunks.remove(pending);
      return pending;
    }
    return undefined;
  }

  remove(worker: number, pending: Pending): void {
    this.byWorker[worker]!.remove(pending);
  }

  takeAll(worker: number): Pending[] {
    return this.byWorker[worker]!.takeAll();
  }

  /** Breadth first: an idle worker before a second chunk for a busy one. */
  leastLoaded(): number {
    const { workers, byWorker } = this;
    const from = this.takesTurns ? this.nextWorker : 0;
    let best = from;
    let least = byWorker[best]!.length;
    for (let step = 1; step < workers && least > 0; step++) {
      const worker = (from + step) % workers;
      const load = byWorker[worker]!.length;
      if (load >= least) continue;
      best = worker;
      least = load;
    }
    this.nextWorker = (best + 1) % workers;
    return best;
  }

  /** Resolves once no chunk is on its way (to this worker); `checkEmpty` is told after each that settled. */
  whenEmpty(worker?: number): Promise<void> {
    const of = worker === undefined ? this.byWorker : [this.byWorker[worker]!];
    return new Promise((empty) => {
      this.onEmpty.push({ of, empty });
      this.checkEmpty();
    });
  }

  /** Whether `checkEmpty` has anybody to tell. */
  get isAwaited(): boolean {
    return this.onEmpty.length > 0;
  }

  checkEmpty(): void {
    this.onEmpty = this.onEmpty.filter(({ of, empty }) => {
      const isEmpty = of.every((chunks) => chunks.length === 0);
      if (isEmpty) empty();
      return !isEmpty;
    });
  }
}
