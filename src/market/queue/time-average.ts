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
