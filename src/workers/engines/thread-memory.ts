import { getHeapStatistics } from 'node:v8';
import { type OverMemory, watchHeld } from './memory-limit.js';
import { residentMemory } from './worker/resident-memory.js';

/** A thread that may hold so much. */
export interface LimitedThread {
  limitMiB: number;
  end(over: OverMemory): void;
}

/** What the process holds, and how much of it is this thread's own, MiB. */
interface Held {
  processMiB: number;
  ownMiB: number;
}

/**
 * V8 bounds the heap of each thread. Buffers, and what native code allocates, belong to the process: what that grew by
 * since the first of its threads was started, less what this thread's own heap and buffers did, is theirs together.
 * Where it is more than all of them may hold, all are ended.
 */
export class ThreadMemory {
  private readonly threads = new Set<LimitedThread>();
  private before: Held = { processMiB: 0, ownMiB: 0 };
  private watch: { end(): void } | undefined;
  /** Those that were ended for what they held, until they have. */
  private readonly ending = new Set<LimitedThread>();

  constructor(private readonly held: () => Held = heldNow) {}

  /** Until what is returned is called. */
  limit(thread: LimitedThread): () => void {
    if (this.threads.size === 0) this.before = this.held();
    this.threads.add(thread);
    if (this.ending.size === 0) this.watch ??= this.watching();
    return () => this.ended(thread);
  }

  /** What the threads hold together, MiB. */
  get grownMiB(): number {
    const { processMiB, ownMiB } = this.held();
    const own = Math.max(0, ownMiB - this.before.ownMiB);
    return processMiB - this.before.processMiB - own;
  }

  private watching(): { end(): void } {
    const allowedMiB = () => [...this.threads].reduce((sum, { limitMiB }) => sum + limitMiB, 0);
    return watchHeld(
      allowedMiB,
      () => this.grownMiB,
      (tookMiB) => {
        this.watch = undefined;
        const workers = this.threads.size;
        for (const thread of this.threads) this.ending.add(thread);
        for (const { limitMiB, end } of this.ending) end({ limitMiB, tookMiB, workers });
      },
    );
  }

  private ended(thread: LimitedThread): void {
    this.threads.delete(thread);
    const wereEnding = this.ending.delete(thread);
    if (this.threads.size === 0) {
      this.watch?.end();
      this.watch = undefined;
    } else if (wereEnding && this.ending.size === 0) {
      // What they held is free again; who came after them has just begun.
      this.before = this.held();
      this.watch = this.watching();
    }
  }
}

function heldNow(): Held {
  const { total_physical_size, external_memory, malloced_memory } = getHeapStatistics();
  return {
    processMiB: residentMemory().nowMiB,
    ownMiB: (total_physical_size + external_memory + malloced_memory) / 2 ** 20,
  };
}
