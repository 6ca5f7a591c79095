import type { Expected } from './expected.js';

/** Every chunksize up to this one is tried. */
const FINE = 16;
/** Beyond, each is larger than the one before by so much. */
const STEP = 1.25;
/** The same where there are so many tasks that trying each takes long. */
const MANY = { tasks: 50_000, step: 2 };
/** Chunks for each worker at which all workers get equally many. */
const EVEN = [1, 2, 3, 4];

/**
 * The chunksizes worth trying, ascending: from 1 to one chunk for each worker (larger ones only leave workers
 * without any), finely at first, then in steps, with those that share the chunks out evenly, and `measured`.
 */
export function chunksizesToTry(tasks: number, workers: number, measured: readonly number[]): number[] {
  const most = Math.max(1, Math.ceil(tasks / workers));
  const step = tasks > MANY.tasks ? MANY.step : STEP;
  const found = new Set(measured.filter((chunksize) => chunksize <= tasks));
  for (let size = 1; size <= most; size = size < FINE ? size + 1 : Math.ceil(size * step)) found.add(size);
  for (const chunks of EVEN) found.add(Math.ceil(most / chunks));
  return [...found].sort((a, b) => a - b);
}

/** A pass that takes no more than this of the best is as good. */
export const AS_GOOD = 1.01;
/** What the advice itself may be expected to lose, for the sake of small chunks. */
const LOSES_NOTHING = 1.005;

/** Whether a pass may take no more than 1 % longer than at the best chunksize. */
export function isAsGood({ ratio }: Pick<Expected, 'ratio'>): boolean {
  return ratio.low <= AS_GOOD;
}

export interface AdvisedChunksize {
  advised: number;
  /** Every chunksize that was tried from here … */
  low: number;
  /** … to here may be within 1 % of the best. */
  high: number;
}

/**
 * The smallest chunksize that is expected to lose no more than half a per cent against the best, however the costs are
 * read: small chunks lose less where tasks turn out less even, or a worker slower, than they were. Where none does,
 * the one that loses least. `expected` is ascending and not empty.
 */
export function chooseChunksize(expected: readonly Expected[]): AdvisedChunksize {
  const small = expected.findIndex(({ ratio }) => ratio.value <= LOSES_NOTHING);
  const advised = small >= 0 ? small : leastLoss(expected);
  const belongs = (i: number) => expected[i] !== undefined && isAsGood(expected[i]);
  let [low, high] = [advised, advised];
  while (belongs(low - 1)) low--;
  while (belongs(high + 1)) high++;
  const at = (i: number) => expected[i]!.chunksize;
  return { advised: at(advised), low: at(low), high: at(high) };
}

function leastLoss(expected: readonly Expected[]): number {
  const losses = expected.map(({ ratio }) => ratio.value);
  return losses.indexOf(Math.min(...losses));
}
