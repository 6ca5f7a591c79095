/** The mean over time of a level that changes in steps. */
export class TimeAverage {
  private area = 0;
  private since = 0;
  private changed = 0;

  constructor(private level = 0) {}

  add(change: number, now: number): void {
    this.area += this.level * (now - this.changed);
    this.changed = now;
    this.level += change;
  }

  /** Forgets what was before. */
  restart(now: number): void {
    this.area = 0;
    this.since = now;
    this.changed = now;
  }

  /** The mean since the start; the level itself where no time has passed. */
  mean(now: number): number {
    const span = now - this.since;
    return span === 0 ? this.level : (this.area + this.level * (now - this.changed)) / span;
  }
}

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
