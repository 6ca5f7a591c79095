import type { Observation } from '../../../record/index.js';
import type { Engine } from '../../../workers/engines/index.js';
import { monotonicMs } from '../../../workers/session/index.js';
import type { Pauses } from './pauses.js';

/**
 * How often an idle loop is asked to turn. Each turn wakes this thread, and where the workers fill every core takes one
 * of them off its own: every millisecond that was 1 % of two workers' time, most of what their dispatch cost.
 */
const RESOLUTION_MS = 10;

type LoopDelay = Observation['eventLoopDelayMs'];

/**
 * Watches how long this thread's event loop takes to turn, between each start and stop. Unlike a monitor that
 * samples on a timer, it also sees a block that the loop never comes out of before the watch ends.
 */
export class LoopWatch {
  private readonly gaps: [from: number, to: number][] = [];
  private timer: NodeJS.Timeout | undefined;
  private last = 0;

  constructor(
    private readonly now: () => number = monotonicMs,
    private readonly pauses?: Pauses,
  ) {}

  start(): void {
    this.last = this.now();
    this.timer = setInterval(() => this.turned(), RESOLUTION_MS);
  }

  stop(): void {
    clearInterval(this.timer);
    this.turned();
  }

  /** Of all times watched so far; null where there are none. */
  read(): LoopDelay {
    const gaps = this.gaps.map(([from, to]) => this.pauses?.between(from, to) ?? to - from);
    return loopDelay(gaps, RESOLUTION_MS);
  }

  /** What was watched so far counts no more. */
  forget(): void {
    this.gaps.length = 0;
  }

  private turned(): void {
    const now = this.now();
    this.gaps.push([this.last, now]);
    this.last = now;
  }
}

/** A virtual clock has no event loop to wait for. */
export function loopWatchFor({ placement }: Engine, pauses?: Pauses): LoopWatch | undefined {
  return placement === 'virtual' ? undefined : new LoopWatch(monotonicMs, pauses);
}

/**
 * How long something that comes at a random moment waits for a loop with these gaps (ms) between its turns: for
 * what is left of the gap it falls into, less the time that an idle loop sleeps. The share that waits for more
 * than x is Σ max(0, gap − x) ÷ Σ gap.
 */
export function loopDelay(gaps: readonly number[], resolutionMs: number): LoopDelay {
  const total = gaps.reduce((sum, gap) => sum + gap, 0);
  if (!(total > 0)) return null;
  const descending = [...gaps].sort((a, b) => b - a);
  const beyondSleep = (ms: number) => Math.max(0, ms - resolutionMs);
  const quantile = (share: number) => beyondSleep(exceededFor(descending, (1 - share) * total));
  return { p50: quantile(0.5), p99: quantile(0.99), max: beyondSleep(descending[0]!) };
}

/** The x for which Σ max(0, gap − x) is `wanted`. */
function exceededFor(descending: readonly number[], wanted: number): number {
  let sum = 0;
  for (const [index, gap] of descending.entries()) {
    sum += gap;
    const x = (sum - wanted) / (index + 1);
    if (x >= (descending[index + 1] ?? 0)) return x;
  }
  return 0;
}
