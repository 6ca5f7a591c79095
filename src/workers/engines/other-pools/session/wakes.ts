import type { OtherChunks } from './chunks.js';

/** How often it is looked whether the pool does anything, ms. */
const LOOK_MS = 250;
/** After so many looks that found nothing the pool is given up. */
const MOST_LOOKS = 8;

/**
 * Wakes a pool that does nothing. A thread that waits for its next task by Atomics.wait does not come to throw what a
 * result that could not be sent threw in it: a message may wake it. Where none does, nothing will.
 */
export class Wakes {
  /** After so many chunks nobody was seen to run any of those that have not settled, and how often. */
  private stuck: { at: number; looks: number } | undefined;
  private readonly timer = setInterval(() => this.look(), LOOK_MS).unref();

  constructor(
    private readonly chunks: OtherChunks,
    private readonly inVain: () => void,
  ) {}

  end(): void {
    clearInterval(this.timer);
  }

  private look(): void {
    const { chunks, stuck } = this;
    if (!chunks.nobodyRuns) this.stuck = undefined;
    else if (stuck?.at !== chunks.sent) this.stuck = { at: chunks.sent, looks: 0 };
    else if (++stuck.looks < MOST_LOOKS) chunks.wake();
    else this.inVain();
  }
}
