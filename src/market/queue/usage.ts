import { TimeAverage } from './time-average.js';

/** What of a fleet is used, over time. */
export class Usage {
  readonly busyWorkers = new TimeAverage();
  readonly workers = new TimeAverage();
  /** Instances that run or start. */
  private readonly paid = new TimeAverage();
  private instances = 0;
  private most = 0;

  resize(instances: number, now: number): void {
    this.paid.add(instances - this.instances, now);
    this.instances = instances;
    this.most = Math.max(this.most, instances);
  }

  /** Forgets what was before. */
  restart(now: number): void {
    for (const average of [this.busyWorkers, this.workers, this.paid]) average.restart(now);
    this.most = this.instances;
  }

  /** Since the start, up to now. */
  read(now: number): UsageReading {
    return {
      utilisation: this.busyWorkers.mean(now) / this.workers.mean(now),
      instances: { mean: this.paid.mean(now), most: this.most },
    };
  }
}

export interface UsageReading {
  /** Share of the workers' time in which they run tasks. */
  utilisation: number;
  /** Paid for: running or starting. */
  instances: { mean: number; most: number };
}
