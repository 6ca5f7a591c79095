import type { SeenTree } from './tree-watch.js';

/** What was seen of a program must be this share of its CPU time, for its waiting to tell of the rest. */
const TELLING = 0.2;

/**
 * How long programs waited for a CPU: runnable but not running. The system tells it of threads that live, and of none that
 * ended, so what the looks at a program missed is taken to have waited as what they saw. A program that was hardly seen
 * is taken to have waited as those before it.
 */
export class Waiting {
  private seenCpuMs = 0;
  private seenWaitMs = 0;
  private cpuMs = 0;
  private toldCpuMs = 0;

  /** Of one more program, which used so much CPU time, ms. */
  of(cpuMs: number, seen: Pick<SeenTree, 'cpuMs' | 'waitMs'>): number {
    this.cpuMs += cpuMs;
    if (seen.cpuMs <= 0 || seen.cpuMs < TELLING * cpuMs) return cpuMs * this.ratio;
    this.toldCpuMs += cpuMs;
    this.seenCpuMs += seen.cpuMs;
    this.seenWaitMs += seen.waitMs;
    return (cpuMs * seen.waitMs) / seen.cpuMs;
  }

  /** Whether most of what ran was seen; before anything ran nothing had to be. */
  get isKnown(): boolean {
    return 2 * this.toldCpuMs >= this.cpuMs;
  }

  private get ratio(): number {
    return this.seenCpuMs > 0 ? this.seenWaitMs / this.seenCpuMs : 0;
  }
}
