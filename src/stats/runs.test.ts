import { describe, expect, it } from 'vitest';
import { MOST_RUNS, runLengths, standsFor, sumsOfRuns } from './runs.js';

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

describe('figures of what was done one after the other', () => {
  it('stand one by one where they fit', () => {
    expect(sumsOfRuns([3, 1, 2])).toEqual([3, 1, 2]);
    expect(runLengths(3, 3)).toEqual([1, 1, 1]);
  });

  it('are sums over even runs where they do not, but for the first', () => {
    expect(sumsOfRuns([9, 1, 2, 3, 4, 5, 6], 4)).toEqual([9, 3, 7, 11]);
    expect(sumsOfRuns([9, 1, 2, 3, 4, 5], 4)).toEqual([9, 1, 5, 9]);
    expect(runLengths(6, 4)).toEqual([1, 1, 2, 2]);
  });

  it.each([501, 502, 999, 1_000, 1_001, 10_000])('lose nothing of %i', (total) => {
    const times = Array.from({ length: total }, (_, place) => 1 + (place % 7));
    const kept = sumsOfRuns(times);
    const lengths = runLengths(total, kept.length);
    expect(kept).toHaveLength(MOST_RUNS);
    expect([sum(kept), sum(lengths), lengths[0], kept[0]]).toEqual([sum(times), total, 1, times[0]]);
    expect(Math.max(...lengths.slice(1)) - Math.min(...lengths.slice(1))).toBeLessThanOrEqual(1);
  });
});

it('a list stands for as many figures as it has, or for more where it is full', () => {
  const yes = [standsFor(3, 3), standsFor(10_000, 10_000), standsFor(500, 10_000)];
  const no = [standsFor(2, 3), standsFor(4, 3), standsFor(499, 10_000), standsFor(500, 499)];
  expect([yes, no]).toEqual([new Array(3).fill(true), new Array(4).fill(false)]);
});
