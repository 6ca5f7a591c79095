import { expect, it } from 'vitest';
import { chooseChunksize, chunksizesToTry } from './advised-chunksize.js';

it('tries every small chunksize, up to one chunk a worker', () => {
  expect(chunksizesToTry(12, 2, [])).toEqual([1, 2, 3, 4, 5, 6]);
  expect(chunksizesToTry(12, 10, [])).toEqual([1, 2]);
  expect(chunksizesToTry(1, 4, [])).toEqual([1]);
});

it('adds what was measured, however large, but no chunk that has more than all tasks', () => {
  expect(chunksizesToTry(12, 10, [4, 16])).toEqual([1, 2, 4]);
});

it('takes large ones in steps, with those at which all workers get equally many', () => {
  const tried = chunksizesToTry(12_000, 2, []);
  expect(tried.length).toBeLessThan(50);
  expect(tried).toEqual(expect.arrayContaining([1, 16, 1_500, 2_000, 3_000, 6_000]));
  expect(tried.at(-1)).toBe(6_000);
});

const exactly = (value: number) => ({ value, low: value, high: value });
const at = (chunksize: number, ratio: { value: number; low: number; high: number }) => ({
  chunksize,
  ratio,
  wallMs: exactly(1),
});

it('advises the smallest chunksize that loses no more than half a per cent', () => {
  const expected = [at(1, exactly(1.2)), at(2, exactly(1.004)), at(4, exactly(1)), at(8, exactly(1.001))];
  expect(chooseChunksize(expected)).toEqual({ advised: 2, low: 2, high: 8 });
});

it('gives every chunksize around it that may be within 1 % of the best', () => {
  const expected = [
    at(1, { value: 1.03, low: 1.009, high: 1.05 }),
    at(2, exactly(1)),
    at(4, { value: 1.03, low: 1.011, high: 1.05 }),
    at(8, exactly(1)),
  ];
  expect(chooseChunksize(expected)).toEqual({ advised: 2, low: 1, high: 2 });
});

it('where every chunksize loses in some reading of the costs, the one that loses least', () => {
  const expected = [at(1, exactly(1.2)), at(2, exactly(1.02)), at(4, exactly(1.1))];
  expect(chooseChunksize(expected)).toEqual({ advised: 2, low: 2, high: 2 });
});
