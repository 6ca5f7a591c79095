import { readTreeUse, type TreeUse } from '../../../host/index.js';
import { monotonicMs } from '../../session/index.js';

/** The first looks come soon: many programs end before the next one would. */
const FIRST_MS = 5;
const EVERY_MS = 50;
/** Looking may take this share of one CPU at most. */
const SHARE = 0.005;

/** What was seen of a process tree, as far as it was looked at in time. */
export interface SeenTree {
  /** Highest Σ of the peak resident sets of its processes, MiB; undefined where it was never seen. */
  peakMemoryMiB: number | undefined;
  /** Most threads at once, and most processes. */
  threads: number;
  processes: number;
  /** At the last look, ms; of the processes that lived then, and of those that had ended as they were last seen. */
  cpuMs: number;
  waitMs: number;
}

/** Looks at the tree of a process until it ends. Time in which this process was stopped does not count as running. */
export class TreeWatch {
  readonly seen: SeenTree = { peakMemoryMiB: undefined, threads: 0, processes: 0, cpuMs: 0, waitMs: 0 };
  /** How long the process ran so far, ms, without the times in which this process was stopped. */
  ranMs = 0;
  /** What its processes held at the last look, MiB; undefined before it was seen. */
  nowMiB: number | undefined;
  private timer: NodeJS.Timeout | undefined;
  private lookedAt: number;
  private everyMs = FIRST_MS;

  constructor(
    private readonly pid: number,
    private readonly looked: () => void = () => undefined,
  ) {
    this.lookedAt = monotonicMs();
    this.next(FIRST_MS);
  }

  end(): void {
    clearTimeout(this.timer);
  }

  /** As `ranMs`, which is of the last look, at this moment. */
  ranUntil(now: number): number {
    return this.ranMs + Math.min(now - this.lookedAt, MOST_LATE * this.everyMs);
  }

  private next(ms: number): void {
    this.everyMs = ms;
    this.timer = setTimeout(() => this.look(), ms);
  }

  private look(): void {
    const now = monotonicMs();
    this.ranMs = this.ranUntil(now);
    this.lookedAt = now;
    const use = readTreeUse(this.pid);
    if (use) this.add(use);
    const tookMs = monotonicMs() - now;
    this.next(Math.max(this.ranMs < EVERY_MS ? 2 * FIRST_MS : EVERY_MS, tookMs / SHARE));
    this.looked();
  }

  private add({ peakMemoryMiB, memoryMiB, threads, processes, cpuNs, waitNs }: TreeUse): void {
    const { seen } = this;
    this.nowMiB = memoryMiB;
    seen.peakMemoryMiB = Math.max(seen.peakMemoryMiB ?? 0, peakMemoryMiB);
    seen.threads = Math.max(seen.threads, threads);
    seen.processes = Math.max(seen.processes, processes);
    seen.cpuMs = Math.max(seen.cpuMs, cpuNs / 1e6);
    seen.waitMs = Math.max(seen.waitMs, waitNs / 1e6);
  }
}

/** Later than so many times what was asked for: this process was stopped in between. */
const MOST_LATE = 4;
