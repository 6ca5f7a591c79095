import { expect, it } from 'vitest';
import { chunksizesToTry } from './candidates.js';

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
