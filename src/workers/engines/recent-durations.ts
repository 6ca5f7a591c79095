/** How many durations the median is of; odd, so that one of them is it. */
const REMEMBERED = 9;
/** How many chunks the mean looks back over, roughly: each counts so much less than the one after it. */
const MEAN_OF = 64;

/** The last few durations, to ask what is usual among them. */
export class RecentDurations {
  private readonly durations: number[] = [];
  private readonly sorted = new Float64Array(REMEMBERED);
  private next = 0;
  private count = 0;
  private average = 0;

  add(ms: number): void {
    this.durations[this.next] = ms;
    this.next = (this.next + 1) % REMEMBERED;
    if (this.count < MEAN_OF) this.count++;
    this.average += (ms - this.average) / this.count;
  }

  /** The upper one of the middle two where their number is even; infinite before the first. */
  median(): number {
    const { durations, sorted } = this;
    const { length } = durations;
    if (length === 0) return Number.POSITIVE_INFINITY;
    sorted.fill(Number.POSITIVE_INFINITY);
    for (let at = 0; at < length; at++) sorted[at] = durations[at]!;
    sorted.sort();
    return sorted[length >> 1]!;
  }

  /** Of the first 64 the plain mean, then one that forgets; infinite before the first. */
  mean(): number {
    return this.count === 0 ? Number.POSITIVE_INFINITY : this.average;
  }
}
