/** How many durations are remembered; odd, so that one of them is their median. */
const REMEMBERED = 9;

/** The last few durations, to ask for their median. */
export class RecentDurations {
  private readonly durations: number[] = [];
  private next = 0;

  add(ms: number): void {
    this.durations[this.next] = ms;
    this.next = (this.next + 1) % REMEMBERED;
  }

  /** The upper one of the middle two where their number is even; infinite before the first. */
  median(): number {
    const { durations } = this;
    if (durations.length === 0) return Number.POSITIVE_INFINITY;
    return [...durations].sort((a, b) => a - b)[durations.length >> 1]!;
  }
}
