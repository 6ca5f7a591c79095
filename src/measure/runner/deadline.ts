import type { OverdueError } from '../../errors.js';
import { formatMs } from '../../stats/index.js';
import { LONGEST_TIMER_MS } from '../../workers/session/index.js';
import type { BenchHost } from './bench-host/protocol.js';

/** When the time of a run is over: the visit that is not done by then is ended with its host. */
export class Deadline {
  /** It was over in the middle of a visit. */
  isOver = false;
  /** What that visit was in the middle of, where its host could be asked. */
  overdue: OverdueError | undefined;

  /** `at`: on the clock of `now`; undefined: there is none. */
  constructor(
    private readonly at: number | undefined,
    private readonly now: () => number,
  ) {}

  /** `beforeMs`: what such a visit took before; undefined: there was none. */
  guard(host: Pick<BenchHost, 'close' | 'overdue'>, beforeMs?: number): { clear(): void } {
    if (this.at === undefined) return { clear: () => undefined };
    const from = this.now();
    const end = async () => {
      this.isOver = true;
      const tookMs = this.now() - from;
      // One that has just come too late is ended at once.
      if (hangingStory(tookMs, beforeMs) !== undefined) this.overdue = await host.overdue?.(tookMs);
      await host.close();
    };
    const timer = setTimeout(() => void end(), Math.min(LONGEST_TIMER_MS, Math.max(0, this.at - from)));
    return { clear: () => clearTimeout(timer) };
  }
}

/** A visit that takes this many times as long as the one before hangs. */
const HANGING = 5;
/** One that was never done: from then on. */
const HANGING_FROM_MS = 10_000;

/**
 * What is said of a visit that was cut short because it hangs; undefined where it has just come too late. `doing`: a
 * sentence on what it was in the middle of, where that is known.
 */
export function hangingStory(
  tookMs: number,
  beforeMs: number | undefined,
  doing?: string,
): string | undefined {
  if (tookMs < (beforeMs === undefined ? HANGING_FROM_MS : HANGING * beforeMs)) return undefined;
  if (doing !== undefined)
    return beforeMs === undefined ? doing : `${doing} The visit before took ${formatMs(beforeMs)}.`;
  const usual = beforeMs === undefined ? '' : `; before, it took ${formatMs(beforeMs)}`;
  return `It had not ended after ${formatMs(tookMs)}${usual}.`;
}
