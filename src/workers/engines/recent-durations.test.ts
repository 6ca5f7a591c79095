import { describe, expect, it } from 'vitest';
import { RecentDurations } from './recent-durations.js';

function recentOf(...durations: number[]): RecentDurations {
  const recent = new RecentDurations();
  for (const ms of durations) recent.add(ms);
  return recent;
}

describe('the median', () => {
  it.each([
    [[], Number.POSITIVE_INFINITY],
    [[3], 3],
    [[3, 1], 3],
    [[3, 1, 2], 2],
    [[4, 1, 3, 2], 3],
    [[9, 8, 7, 6, 5, 4, 3, 2, 1], 5],
    [[1, 1, 1, 1, 100, 100, 100, 100, 100], 100],
    [[1, 1, 1, 1, 1, 100, 100, 100, 100], 1],
  ])('of %j is %d', (durations, median) => {
    expect(recentOf(...durations).median()).toBe(median);
  });

  it('is of the last nine', () => {
    expect(recentOf(100, 100, 100, 100, 100, 1, 2, 3, 4, 5, 6, 7, 8, 9).median()).toBe(5);
  });

  it('does not change by being asked', () => {
    const recent = recentOf(5, 1, 3);
    expect([recent.median(), recent.median()]).toEqual([3, 3]);
    recent.add(2);
    expect(recent.median()).toBe(3);
  });
});

describe('the mean', () => {
  it.each([
    [[], Number.POSITIVE_INFINITY],
    [[4], 4],
    [[1, 2, 3, 6], 3],
  ])('of %j is %d', (durations, mean) => {
    expect(recentOf(...durations).mean()).toBe(mean);
  });

  it('is plain over the first 64, and then each new one counts a 64th', () => {
    const recent = recentOf(...new Array(63).fill(0), 64);
    expect(recent.mean()).toBe(1);
    recent.add(65);
    expect(recent.mean()).toBe(2);
    recent.add(0);
    expect(recent.mean()).toBe(2 - 2 / 64);
  });
});
