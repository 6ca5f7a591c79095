import { describe, expect, it } from 'vitest';
import { RecentDurations, Spares } from './spares.js';

function heldAfter(...durations: number[]): number {
  const spares = new Spares();
  for (const ms of durations) spares.add(ms);
  spares.update();
  return spares.chunksAWorker;
}

it('a worker holds one chunk before anything is known', () => {
  expect(new Spares().chunksAWorker).toBe(1);
  expect(heldAfter()).toBe(1);
});

it.each([
  ['long ones have no spare', 2, 1],
  ['just below two milliseconds there is one', 1.99, 2],
  ['as long as more would be too much work', 0.25, 2],
  ['shorter ones: about 0.6 ms of work', 0.15, 4],
  ['still shorter ones', 0.01, 60],
  ['the shortest: not without bound', 0.00001, 256],
])('%s', (_, ms, held) => {
  expect(heldAfter(...new Array(9).fill(ms))).toBe(held);
});

it('a single slow chunk takes no spare away', () => {
  expect(heldAfter(...new Array(63).fill(0.0625), 20)).toBe(2);
  expect(heldAfter(20, ...new Array(63).fill(0.25))).toBe(2);
});

it('what a few long chunks among many short ones make up is not held', () => {
  const mixed = Array.from({ length: 64 }, (_, at) => (at % 8 === 0 ? 8 : 0.001));
  expect(heldAfter(...mixed)).toBe(2);
});

it('chunks that have become long have no spare within five of them', () => {
  const spares = new Spares();
  const add = (count: number, ms: number) => {
    for (let chunk = 0; chunk < count; chunk++) spares.add(ms);
    spares.update();
    return spares.chunksAWorker;
  };
  expect(add(64, 0.001)).toBe(256);
  expect(add(1, 10)).toBe(3);
  expect(add(3, 10)).toBe(2);
  expect(add(1, 10)).toBe(1);
});

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

  it.each([1, 2, 3, 4, 8, 9, 10, 14, 40])(
    'of %d durations is told from a limit without being worked out',
    (count) => {
      for (let seed = 1; seed <= 20; seed++) {
        const recent = new RecentDurations(4);
        for (let at = 1; at <= count; at++) recent.add((at * seed * 7919) % 9);
        expect(recent.areLong()).toBe(recent.median() >= 4);
      }
      expect(new RecentDurations(4).areLong()).toBe(true);
    },
  );

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
