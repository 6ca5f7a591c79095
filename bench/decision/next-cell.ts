import { seededRandom, shuffle } from '../../src/stats/index.js';
import { type Cell, cellName } from './cells.js';

/**
 * The cell with the fewest runs; among those one of the gain and machine that have the fewest, then of the pass
 * length, so that a start that ends early is spread over the table; then by the seed. Undefined where every cell has
 * `runs` of them.
 */
export function nextCell(
  cells: readonly Cell[],
  made: readonly Cell[],
  seed: number,
  runs = Number.POSITIVE_INFINITY,
): Cell | undefined {
  const countOf = (isLike: (cell: Cell) => boolean) => made.filter(isLike).length;
  const rank = (cell: Cell) => [
    countOf((other) => cellName(other) === cellName(cell)),
    countOf((other) => other.gain === cell.gain && other.machine === cell.machine),
    countOf((other) => other.gain === cell.gain && other.passS === cell.passS),
    countOf((other) => other.machine === cell.machine && other.passS === cell.passS),
  ];
  // The order of a sort is stable: equal ranks stay as they were shuffled.
  const [first] = shuffle(cells, seededRandom(seed))
    .map((cell) => ({ cell, rank: rank(cell) }))
    .sort((a, b) => compareRanks(a.rank, b.rank));
  return first && first.rank[0]! < runs ? first.cell : undefined;
}

function compareRanks(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, i) => value !== b[i]);
  return at < 0 ? 0 : a[at]! - b[at]!;
}
