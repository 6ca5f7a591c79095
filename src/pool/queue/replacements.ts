import type { Session } from '../../workers/session/index.js';
import type { Slot } from './slot.js';

export interface WorkerLimits {
  /** Tasks, then a worker is replaced. */
  maxTasksPerWorker: number | undefined;
  /** MiB; a worker that has more after a chunk is replaced. */
  maxWorkerMemory: number | undefined;
}

/** Puts new workers in the place of those that have done their share, have grown too large or are cancelled. */
export class Replacements {
  readonly maxTasks: number;
  /** Some worker may be replaced for what it did. */
  readonly areWanted: boolean;

  constructor(
    private readonly session: Session,
    private readonly limits: WorkerLimits,
    /** The slot takes chunks again. */
    private readonly replaced: (slot: Slot) => void,
  ) {
    this.maxTasks = limits.maxTasksPerWorker ?? Number.POSITIVE_INFINITY;
    this.areWanted = limits.maxTasksPerWorker !== undefined || limits.maxWorkerMemory !== undefined;
  }

  /** After something of the worker's settled. */
  consider(slot: Slot): void {
    if (slot.isReplaced) return;
    if (slot.given >= this.maxTasks && slot.current === undefined) void this.replace(slot, 'finished');
    else if (this.limits.maxWorkerMemory !== undefined && !slot.isWeighed)
      void this.weigh(slot, this.limits.maxWorkerMemory);
  }

  async replace(slot: Slot, when: 'now' | 'finished'): Promise<void> {
    slot.isReplaced = true;
    try {
      await this.session.replace(slot.worker, when);
    } catch {
      // The worker is the caller's own thread, which goes on.
    }
    slot.given = 0;
    slot.isReplaced = false;
    this.replaced(slot);
  }

  private async weigh(slot: Slot, most: number): Promise<void> {
    slot.isWeighed = true;
    const [usage] = await this.session.usage(slot.worker);
    slot.isWeighed = false;
    const hasBegun = slot.guests[0]?.hasBegun === true;
    if ((usage?.peakMemoryMiB ?? 0) > most && !slot.isReplaced && !hasBegun)
      await this.replace(slot, 'finished');
  }
}
