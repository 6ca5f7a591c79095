import type { Chunk, ChunkResult } from '../work/index.js';

/** A chunk on its way: sent to a worker and not yet settled. */
export interface Pending {
  id: number;
  chunk: Chunk;
  settle: (result: ChunkResult) => void;
  /** What sending it took on this thread. */
  sendMs: number;
}

/** The chunks on their way, by worker, in the order they were sent. */
export class Outstanding {
  private readonly byWorker: Pending[][];
  private nextWorker = 0;
  private onEmpty: { of: readonly Pending[][]; empty: () => void }[] = [];

  constructor(private readonly workers: number) {
    this.byWorker = Array.from({ length: workers }, () => []);
  }

  add(worker: number, pending: Pending): void {
    this.byWorker[worker]!.push(pending);
  }

  take(worker: number, id: number): Pending | undefined {
    const chunks = this.byWorker[worker]!;
    // Workers answer in order.
    if (chunks[0]?.id === id) return chunks.shift();
    const at = chunks.findIndex((pending) => pending.id === id);
    return at < 0 ? undefined : chunks.splice(at, 1)[0];
  }

  takeAll(worker: number): Pending[] {
    return this.byWorker[worker]!.splice(0);
  }

  /** Breadth first: an idle worker before a second chunk for a busy one. */
  leastLoaded(): number {
    const { workers, byWorker } = this;
    let best = this.nextWorker;
    for (let step = 0; step < workers; step++) {
      const worker = (this.nextWorker + step) % workers;
      const load = byWorker[worker]!.length;
      if (load < byWorker[best]!.length) best = worker;
      if (load === 0) break;
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

  checkEmpty(): void {
    if (this.onEmpty.length === 0) return;
    this.onEmpty = this.onEmpty.filter(({ of, empty }) => {
      const isEmpty = of.every((chunks) => chunks.length === 0);
      if (isEmpty) empty();
      return !isEmpty;
    });
  }
}
