import { STOP_SLOTS } from '../../workers/engines/index.js';

/** Consecutive outcome indices of the pool's session. */
export interface IndexRange {
  readonly first: number;
  readonly size: number;
}

/**
 * Gives every task of a pool an outcome index of its own. A task is asked to stop by its index, of which engines
 * keep the remainder only: as long as one that was asked goes on, no other gets an index with the same remainder.
 */
export class TaskIndices {
  private next = 0;
  private readonly asked = new Set<IndexRange>();

  /** The first of so many consecutive ones. */
  take(size: number): number {
    const first = this.asked.size === 0 ? this.next : this.free(size);
    this.next = first + size;
    return first;
  }

  /** These were asked to stop. */
  keep(range: IndexRange): void {
    this.asked.add(range);
  }

  /** They have settled. */
  release(range: IndexRange): void {
    if (this.asked.size > 0) this.asked.delete(range);
  }

  private free(size: number): number {
    let first = this.next;
    // Where so many are asked that none is free, the rounds end all the same.
    for (let round = 0; round <= this.asked.size; round++) {
      const inTheWay = [...this.asked].find((range) => meet(range, { first, size }));
      if (!inTheWay) return first;
      first += remainder(inTheWay.first + inTheWay.size - first) || STOP_SLOTS;
    }
    return first;
  }
}

const remainder = (index: number) => ((index % STOP_SLOTS) + STOP_SLOTS) % STOP_SLOTS;

function meet(a: IndexRange, b: IndexRange): boolean {
  return remainder(b.first - a.first) < a.size || remainder(a.first - b.first) < b.size;
}
