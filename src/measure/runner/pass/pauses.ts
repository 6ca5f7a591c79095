import { setImmediate as nextTurn } from 'node:timers/promises';
import type { HeldBack } from '../../../host/index.js';

/** One time in which all that measures was stopped by the system, on the clock of `monotonicMs`. */
export interface Pause extends HeldBack {
  from: number;
  to: number;
}

/** What a chunk or a pass notes of the clock. */
interface Timed {
  received: number;
  started: number;
  finished: number;
}

/**
 * When the bench host was held back, so that no time that it measures holds any of it. Who stops the host tells it
 * just before it goes on.
 */
export class Pauses {
  private readonly all: Pause[] = [];

  add(pause: Pause): void {
    this.all.push(pause);
  }

  /** What was told before this call is known after it. */
  async known(): Promise<void> {
    // Messages are read between two turns of the loop.
    await nextTurn();
    await nextTurn();
  }

  /** The time at `at` on a clock that stands still in pauses. */
  running(at: number): number {
    return this.all.reduce((time, { from, to }) => time - Math.max(0, Math.min(to, at) - from), at);
  }

  /** ms between two times, without pauses. */
  between(start: number, end: number): number {
    return this.running(end) - this.running(start);
  }

  /** Whether a pause began meanwhile: just before it, what was measured was disturbed. */
  touch(start: number, end: number): boolean {
    return this.all.some(({ from }) => from >= start && from <= end);
  }

  /** What passed in the pauses that began since. */
  heldBack(since: number): HeldBack {
    const sum = { wallMs: 0, idleMs: 0, stealMs: 0, ownMs: 0 };
    for (const pause of this.all.filter(({ from }) => from >= since)) {
      for (const key of Object.keys(sum) as (keyof HeldBack)[]) sum[key] += pause[key];
    }
    return sum;
  }

  /** Puts times onto the clock that stands still in pauses, in place. */
  takeOut(times: readonly Timed[]): void {
    if (this.all.length === 0) return;
    for (const one of times) {
      one.received = this.running(one.received);
      one.started = this.running(one.started);
      one.finished = this.running(one.finished);
    }
  }
}
