import type { Session } from '../../workers/session/index.js';
import type { Lane } from './lane.js';

export interface WorkerLimits {
  /** Tasks, then a worker is replaced. */
  maxTasksPerWorker: number | undefined;
  /** MiB; a worker that has more after a chunk is replaced. */
  maxWorkerMemory: number | undefined;
}

/** Puts new workers in the place of those that have done their share, have grown too large or are cancelled. */
export class Replacements {
  readonly maxTasks: number;

  constructor(
    private readonly session: Session,
    private readonly limits: WorkerLimits,
    /** The lane takes chunks again. */
    private readonly replaced: (lane: Lane) => void,
  ) {
    this.maxTasks = limits.maxTasksPerWorker ?? Number.POSITIVE_INFINITY;
  }

  /** After something of the worker's settled. */
  consider(lane: Lane): void {
    if (lane.isReplaced) return;
    if (lane.given >= this.maxTasks && lane.current === undefined) void this.replace(lane, 'finished');
    else if (this.limits.maxWorkerMemory !== undefined && !lane.isWeighed)
      void this.weigh(lane, this.limits.maxWorkerMemory);
  }

  async replace(lane: Lane, when: 'now' | 'finished'): Promise<void> {
    lane.isReplaced = true;
    try {
      await this.session.replace(lane.worker, when);
    } catch {
      // The worker is the caller's own thread, which goes on.
    }
    lane.given = 0;
    lane.isReplaced = false;
    this.replaced(lane);
  }

  private async weigh(lane: Lane, most: number): Promise<void> {
    lane.isWeighed = true;
    const [usage] = await this.session.usage(lane.worker);
    lane.isWeighed = false;
    const hasBegun = lane.guests[0]?.hasBegun === true;
    if ((usage?.peakMemoryMiB ?? 0) > most && !lane.isReplaced && !hasBegun)
      await this.replace(lane, 'finished');
  }
}
