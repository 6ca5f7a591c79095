import { RecentDurations } from './recent-durations.js';

/** A worker holds spare chunks while chunks are shorter than this: a spare behind a long one becomes the tail. */
const SPARE_BELOW_MS = 2;
/** Shorter ones come several in a message: about so much work, which is what the tail may grow by. */
const HELD_MS = 0.6;
const MOST_HELD = 256;
/** Below this one more chunk or less says nothing. */
const SHORTEST_MS = 1e-4;

/** How many chunks a worker holds at once, the one it runs included. */
export class Spares {
  private readonly durations = new RecentDurations();
  private held = 1;

  get chunksAWorker(): number {
    return this.held;
  }

  add(chunkMs: number): void {
    this.durations.add(chunkMs);
  }

  /**
   * After the chunks of a message were added. Whether there are spares is asked of the median, which a single slow
   * chunk does not move; how many there are of the mean too: a few long chunks among many short ones are most of
   * the work that a worker would hold.
   */
  update(): void {
    const median = this.durations.median();
    if (median >= SPARE_BELOW_MS) this.held = 1;
    else {
      const usual = Math.max(median, this.durations.mean(), SHORTEST_MS);
      this.held = Math.min(MOST_HELD, Math.max(2, Math.floor(HELD_MS / usual)));
    }
  }
}
