import type { Session } from '../../workers/session/index.js';
import { type CallGroup, type Guest, type Job, Slot } from './slot.js';

/** The workers as the queue sees them, and which of them gets the next chunk. */
export class WorkerSlots {
  readonly all: readonly Slot[];
  /** What it held last has settled: most often the next chunk goes there, without a look at the others. */
  lastFreed: Slot;

  /** `maxTasks`: with so many a worker takes no more before it was replaced. */
  constructor(
    private readonly session: Session,
    private readonly maxTasks: number,
  ) {
    this.all = Array.from({ length: session.workers }, (_, worker) => new Slot(worker));
    this.lastFreed = this.all[0]!;
  }

  of(worker: number): Slot {
    return this.all[worker]!;
  }

  /** The least loaded one that has room; where time is counted, one that holds nothing else. */
  free(job: Job): Slot | undefined {
    const { lastFreed } = this;
    if (lastFreed.jobs.length === 0 && this.takesMore(lastFreed)) return lastFreed;
    const room = this.session.capacity / this.all.length;
    let best: Slot | undefined;
    for (const slot of this.all) {
      const held = slot.jobs.length;
      if (held >= room || !this.takesMore(slot)) continue;
      if (held === 0) return slot;
      if (job.isTimed || slot.jobs.peek()!.isTimed) continue;
      if (!best || held < best.jobs.length) best = slot;
    }
    return best;
  }

  guestsOf(group: CallGroup): Guest[] {
    return this.all.flatMap((slot) => slot.guests.filter((guest) => guest.group === group));
  }

  private takesMore(slot: Slot): boolean {
    return !slot.isReplaced && slot.given < this.maxTasks && slot.guests.length === 0;
  }
}
