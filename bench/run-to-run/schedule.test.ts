import { expect, it } from 'vitest';
import { runsOf, schedule } from './schedule.js';

it('comparisons by themselves have runs of their own', () => {
  const pairs = schedule(3, 1, false);
  expect(pairs).toEqual([
    { before: [0], after: [1] },
    { before: [2], after: [3] },
    { before: [4], after: [5] },
  ]);
  expect(runsOf(pairs)).toBe(6);
});

it('chained pairs share a run with the next one', () => {
  const pairs = schedule(40, 1, true);
  expect(pairs[1]).toEqual({ before: [1], after: [2] });
  expect(runsOf(pairs)).toBe(41);
});

it('chained series of five a side move on by one record of each, so that a slowed run stays a slowed one', () => {
  const tries = schedule(10, 5, true);
  expect(tries[1]).toEqual({ before: [2, 4, 6, 8, 10], after: [3, 5, 7, 9, 11] });
  expect(runsOf(tries)).toBe(28);
  expect(runsOf(schedule(10, 5, false))).toBe(100);
});
