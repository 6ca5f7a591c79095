import { formatMs } from '../stats/index.js';
import type { BenchHost } from './bench-host/protocol.js';

/** When the time of a run is over: the visit that is not done by then is ended with its host. */
export class Deadline {
  /** It was over in the middle of a visit. */
  isOver = false;

  /** `at`: on the clock of `now`; undefined: there is none. */
  constructor(
    private readonly at: number | undefined,
    private readonly now: () => number,
  ) {}

  guard(host: Pick<BenchHost, 'close'>): { clear(): void } {
    if (this.at === undefined) return { clear: () => undefined };
    const end = () => {
      this.isOver = true;
      void host.close();
    };
    const timer = setTimeout(end, Math.max(0, this.at - this.now()));
    return { clear: () => clearTimeout(timer) };
  }
}

/** A visit that takes this many times as long as the one before hangs. */
const HANGING = 5;
/** One that was never done: from then on. */
const HANGING_FROM_MS = 10_000;

/** What is said of a visit that was cut short because it hangs; undefined where it has just come too late. */
export function hangingStory(tookMs: number, beforeMs: number | undefined): string | undefined {
  if (tookMs < (beforeMs === undefined ? HANGING_FROM_MS : HANGING * beforeMs)) return undefined;
  const usual = beforeMs === undefined ? '' : `; before, it took ${formatMs(beforeMs)}`;
  return `It had not ended after ${formatMs(tookMs)}${usual}.`;
}
