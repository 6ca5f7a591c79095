import { messageOf, PoolBrokenError, type WorkerLostError } from '../../../errors.js';
import { formatMs } from '../../../stats/index.js';
import type { Clock } from '../../session/index.js';
import type { RestartLimit } from '../engine.js';

/** The workers that were lost lately, with no task done in between. */
export class Losses {
  private times: number[] = [];
  private readonly limit: RestartLimit;

  /** `asked`: what whoever opened the session allows. */
  constructor(
    workers: number,
    private readonly asked: RestartLimit | undefined,
    private readonly clock: Clock,
  ) {
    this.limit = asked ?? { count: Math.max(3, workers), withinMs: Number.POSITIVE_INFINITY };
  }

  add(): void {
    const now = this.clock.now();
    const { withinMs } = this.limit;
    this.times.push(now);
    while (now - this.times[0]! > withinMs) this.times.shift();
  }

  /** A worker did what it was sent. */
  forget(): void {
    if (this.times.length > 0) this.times = [];
  }

  get areTooMany(): boolean {
    return this.times.length > this.limit.count;
  }

  /** `last`: what is told of the worker that was lost last; `thrown`: why none could take its place. */
  brokenBy(last: WorkerLostError, thrown?: { thrown: unknown }): PoolBrokenError {
    const { length } = this.times;
    const cause = thrown ? thrown.thrown : last;
    const advice = this.asked ? (this.areTooMany ? moreRestarts(this.limit) : FIXED) : '';
    const text = `The pool gave up${this.areTooMany ? this.howMany() : ''}: ${last.message}${notReplaced(thrown)}${advice}`;
    return new PoolBrokenError(text, length, last, cause === undefined ? {} : { cause });
  }

  private howMany(): string {
    const { length } = this.times;
    const { withinMs } = this.limit;
    const within = withinMs === Number.POSITIVE_INFINITY ? '' : ` within ${formatMs(withinMs)}`;
    const lost = length === 1 ? 'a worker was lost' : `${length} workers were lost`;
    return `, since ${lost}${within} and no task was done in between. The last one`;
  }
}

const FIXED = ' Open another pool once that is fixed.';

function notReplaced(thrown: { thrown: unknown } | undefined): string {
  return thrown ? ` It could not be replaced: ${messageOf(thrown.thrown).replace(/\.?$/, '.')}` : '';
}

function moreRestarts({ count, withinMs }: RestartLimit): string {
  const more = `{ count: ${Math.max(10, 10 * count)}, withinMs: ${withinMs} }`;
  return ` Open another pool; where inputs may end their workers, \`maxRestarts: ${more}\` allows more.`;
}
