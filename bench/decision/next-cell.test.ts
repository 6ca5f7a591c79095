import { expect, it } from 'vitest';
import { type Cell, cellName, cells } from './cells.js';
import { nextCell } from './next-cell.js';

const series = (seed: number, count: number, of: readonly Cell[] = cells) => {
  const made: Cell[] = [];
  for (let next = nextCell(of, made, seed); made.length < count; next = nextCell(of, made, seed)) {
    made.push(next!);
  }
  return made;
};
const countBy = (made: readonly Cell[], key: (cell: Cell) => string) => {
  const keys = made.map(key);
  return [...new Set(keys)].map((each) => keys.filter((other) => other === each).length);
};

it('tiny tasks have short passes only, and every cell a name of its own', () => {
  expect(cells).toHaveLength((3 * 4 + 2) * 2 * 3);
  expect(new Set(cells.map(cellName)).size).toBe(cells.length);
  expect(cellName({ passS: 0.1, shape: 'uneven', gain: 1, machine: 'quarter' })).toBe(
    '0.1s-uneven-1.0x-quarter',
  );
});

it('every cell has its turn before any has a second one', () => {
  const made = series(1, 2 * cells.length);
  expect(new Set(made.slice(0, cells.length).map(cellName)).size).toBe(cells.length);
  expect(new Set(countBy(made, cellName))).toEqual(new Set([2]));
});

it('a start that ends early has visited every gain on every machine alike', () => {
  const made = series(3, 24);
  expect(countBy(made, ({ gain, machine }) => `${gain} ${machine}`)).toEqual(new Array(12).fill(2));
  expect(new Set(made.map(({ passS }) => passS)).size).toBe(4);
});

it('the seed sets the order', () => {
  expect(series(1, 10)).toEqual(series(1, 10));
  expect(series(1, 10)).not.toEqual(series(2, 10));
});

it('a later start goes on with the cells that have the fewest runs, and ends where all have enough', () => {
  const few = cells.slice(0, 3);
  const made = [few[0]!, few[0]!, few[2]!];
  expect(nextCell(few, made, 1, 2)).toBe(few[1]);
  expect(nextCell(few, [...few, ...few], 1, 2)).toBeUndefined();
  expect(nextCell(few, few, 1, 2)).toBeDefined();
});
