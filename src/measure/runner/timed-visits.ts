import { CorewiseError, WriteError } from '../../errors.js';
import type { BenchHost } from './bench-host/protocol.js';
import { type Deadline, hangingStory } from './deadline.js';
import { type Visit, visitKey } from './decision.js';
import type { Visits } from './visits.js';

interface Times {
  now(): number;
  /** How long bench hosts were held back so far, ms. */
  waitedMs?(): number;
  signal?: AbortSignal;
}

type Within = Parameters<Visits['make']>[2];

/** Visits within the time of the run: how long each takes, and what becomes of one that does not end. */
export class TimedVisits {
  /** By `visitKey`: how long the last one took, ms. */
  readonly visitMs = new Map<string, number>();

  constructor(
    private readonly options: Times,
    private readonly visits: Visits,
    private readonly deadline: Deadline,
  ) {}

  /** False when the host cannot be used any more. Throws WriteError: nothing can be recorded any more. */
  async make(visit: Visit, host: BenchHost, within: Within): Promise<boolean> {
    const begin = this.options.now();
    const from = this.spentMs;
    const key = visitKey(visit);
    const guard = this.deadline.guard(host, this.visitMs.get(key));
    try {
      await this.visits.make(visit, host, within);
      this.visitMs.set(key, this.options.now() - begin);
      return true;
    } catch (thrown) {
      if (thrown instanceof WriteError) throw thrown;
      const { round } = within;
      if (this.deadline.isOver) this.cutShort(visit, this.spentMs - from, round);
      else if (!this.options.signal?.aborted) this.visits.failed(visit, thrown, round);
      return false;
    } finally {
      guard.clear();
    }
  }

  /** Without what bench hosts were held back: who is held back does not hang. */
  private get spentMs(): number {
    return this.options.now() - (this.options.waitedMs?.() ?? 0);
  }

  private cutShort(visit: Visit, tookMs: number, round: number): void {
    const beforeMs = this.visitMs.get(visitKey(visit));
    const story = hangingStory(tookMs, beforeMs, this.deadline.overdue?.message);
    if (story !== undefined) this.visits.failed(visit, new CorewiseError(story), round);
  }
}
