import { RecentDurations } from './recent-durations.js';

/** A worker holds spare chunks while chunks are shorter than this: a spare behind a long one becomes the tail. */
const SPARE_BELOW_MS = 2;
/** Shorter ones come several in a message: about so much work, which is what the tail may grow by. */
const HELD_MS = 0.3;
const MOST_HELD = 64;

/** How many chunks a worker holds at once, the one it runs included. */
export class Spares {
  private readonly durations = new RecentDurations();
  private held = 1;

  get chunksAWorker(): number {
    return this.held;
  }

  /** Whether chunks are so short that several go in one message. */
  get areMany(): boolean {
    return this.held > 2;
  }

  add(chunkMs: number): void {
    this.durations.add(chunkMs);
  }

  /** After the chunks of a message were added. */
  update(): void {
    const median = this.durations.median();
    if (median >= SPARE_BELOW_MS) this.held = 1;
    else this.held = Math.min(MOST_HELD, Math.max(2, 2 * Math.floor(HELD_MS / Math.max(median, 1e-4))));
  }
}
