import { expect, it } from 'vitest';
import { TaskIndices } from './task-indices.js';

const SLOTS = 65_536;

it('follow one another', () => {
  const indices = new TaskIndices();
  expect([indices.take(1), indices.take(10), indices.take(3)]).toEqual([0, 1, 11]);
});

it('pass over those whose remainder a stopped task still has, until it has settled', () => {
  const indices = new TaskIndices();
  const stopped = { first: indices.take(2), size: 2 };
  indices.keep(stopped);
  const other = { first: indices.take(1), size: 1 };
  indices.keep(other);
  expect(indices.take(SLOTS - 4)).toBe(3);
  // SLOTS − 1 would be free for one task, and for two it is not.
  expect(indices.take(2)).toBe(SLOTS + 3);
  indices.take(SLOTS - 6);
  indices.release(stopped);
  expect(indices.take(1)).toBe(2 * SLOTS - 1);
  expect(indices.take(2)).toBe(2 * SLOTS);
  expect(indices.take(1)).toBe(2 * SLOTS + 3);
});

it('are given all the same where every remainder is taken', () => {
  const indices = new TaskIndices();
  indices.keep({ first: indices.take(SLOTS), size: SLOTS });
  expect(indices.take(5)).toBeGreaterThanOrEqual(SLOTS);
});
