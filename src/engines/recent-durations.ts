/** How many durations are remembered; odd, so that a majority of them is their median's side. */
const REMEMBERED = 9;

/** The last few durations, to ask on which side of a limit their median lies. */
export class RecentDurations {
  private readonly durations: number[] = [];
  private next = 0;

  add(ms: number): void {
    this.durations[this.next] = ms;
    this.next = (this.next + 1) % REMEMBERED;
  }

  /** False before the first duration. */
  areMostlyBelow(limitMs: number): boolean {
    let below = 0;
    for (const duration of this.durations) if (duration < limitMs) below++;
    return below * 2 > this.durations.length;
  }
}
