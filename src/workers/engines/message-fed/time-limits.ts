import { OverdueError } from '../../../errors.js';
import { formatMs } from '../../../stats/index.js';
import { type Chunk, LONGEST_TIMER_MS } from '../../session/index.js';
import type { Place } from '../outcomes.js';
import type { Timeline } from './timeline.js';

/** What a worker may be at for so long and no longer. */
export interface Limited {
  limitMs: number;
  /** Since when the worker is at it, ms of the session's clock; undefined where it is not, or not yet. */
  since(): number | undefined;
  overdue(): void;
}

/** What is left of a limit below this is nothing: clocks are read in fractions that do not add up. */
const NOTHING_MS = 1e-3;

/** Calls `overdue` once the worker has been at it for longer than it may; the function returned prevents it. */
export function watchLimit(time: Timeline, { limitMs, since, overdue }: Limited): () => void {
  let cancel: () => void;
  const look = (ms: number) => {
    cancel = time.after(Math.min(ms, LONGEST_TIMER_MS), () => {
      const from = since();
      const left = from === undefined ? limitMs : from + limitMs - time.now();
      if (left > NOTHING_MS) look(left);
      else overdue();
    });
  };
  look(limitMs);
  return () => cancel();
}

const ENDED = 'the worker was ended. `taskTimeoutMs` allows more.';

export function overdueChunk(
  { first, tasks }: Chunk,
  limitMs: number,
  { worker, engine }: Place,
): OverdueError {
  const after = `after ${formatMs(limitMs)}, in worker ${worker} (${engine})`;
  const text =
    tasks.length === 1
      ? `Task ${first} had not returned ${after}: ${ENDED}`
      : `Task ${first} is of a chunk of ${tasks.length} that had not ended ${after}: ${ENDED}`;
  return new OverdueError(text, worker);
}

export function overdueConsumer(isAtItem: boolean, limitMs: number, { worker, engine }: Place): OverdueError {
  const what = isAtItem ? 'had not come to its next item' : 'had not returned, with no item left,';
  const text = `The consumer in worker ${worker} (${engine}) ${what} after ${formatMs(limitMs)}: ${ENDED}`;
  return new OverdueError(text, worker);
}
