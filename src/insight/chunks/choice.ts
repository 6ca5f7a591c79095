import type { Expected } from './expected.js';

/** A pass that takes no more than this of the best is as good. */
export const AS_GOOD = 1.01;
/** What the advice itself may be expected to lose, for the sake of small chunks. */
const LOSES_NOTHING = 1.005;

/** Whether a pass may take no more than 1 % longer than at the best chunksize. */
export function isAsGood({ ratio }: Pick<Expected, 'ratio'>): boolean {
  return ratio.low <= AS_GOOD;
}

export interface ChunkChoice {
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
export function chooseChunksize(expected: readonly Expected[]): ChunkChoice {
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
