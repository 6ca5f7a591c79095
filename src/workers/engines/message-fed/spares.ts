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
  /** Of the remembered ones, those from `long` on. */
  private longOnes = 0;

  /** @param long ms, for `areLong`. */
  constructor(private readonly long = Number.POSITIVE_INFINITY) {}

  add(ms: number): void {
    const { durations, long } = this;
    if (durations[this.next]! >= long) this.longOnes--;
    if (ms >= long) this.longOnes++;
    durations[this.next] = ms;
    this.next = (this.next + 1) % REMEMBERED;
    if (this.count < MEAN_OF) this.count++;
    this.average += (ms - this.average) / this.count;
  }

  /** Whether the median is `long` or longer, as it is before the first; known without sorting them. */
  areLong(): boolean {
    const { length } = this.durations;
    return length === 0 || this.longOnes >= length - (length >> 1);
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

/** A worker holds spare chunks while chunks are shorter than this: a spare behind a long one becomes the tail. */
const SPARE_BELOW_MS = 2;
/** Shorter ones come several in a message: about so much work, which is what the tail may grow by. */
const HELD_MS = 0.6;
const MOST_HELD = 256;
/** Below this one more chunk or less says nothing. */
const SHORTEST_MS = 1e-4;

/** How many chunks a worker holds at once, the one it runs included. */
export interface Reserve {
  readonly chunksAWorker: number;
  /** A chunk took so long. */
  add(chunkMs: number): void;
  /** After the chunks of a message were added. */
  update(): void;
}

/** The same whatever chunks take. */
export const fixedReserve = (chunksAWorker: number): Reserve => ({
  chunksAWorker,
  add: () => undefined,
  update: () => undefined,
});

/** By how short chunks are. */
export class Spares implements Reserve {
  private readonly durations = new RecentDurations(SPARE_BELOW_MS);
  chunksAWorker = 1;

  add(chunkMs: number): void {
    this.durations.add(chunkMs);
  }

  /**
   * After the chunks of a message were added. Whether there are spares is asked of the median, which a single slow
   * chunk does not move; how many there are of the mean too: a few long chunks among many short ones are most of
   * the work that a worker would hold.
   */
  update(): void {
    if (this.durations.areLong()) this.chunksAWorker = 1;
    else {
      const usual = Math.max(this.durations.median(), this.durations.mean(), SHORTEST_MS);
      this.chunksAWorker = Math.min(MOST_HELD, Math.max(2, Math.floor(HELD_MS / usual)));
    }
  }
}
