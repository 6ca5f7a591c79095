import { describe, expect, it } from 'vitest';
import { sampledIndices, spreadOrder } from './sample.js';

describe('a sample of tasks', () => {
  it.each([1, 2, 3, 7, 48, 100, 997])('visits each of %i tasks once', (count) => {
    expect(spreadOrder(count).sort((a, b) => a - b)).toEqual([...new Array(count).keys()]);
  });

  it('is spread evenly, however many are taken: no gap is more than four times the mean one', () => {
    for (const take of [4, 8, 12, 24]) {
      const indices = sampledIndices({ of: 96, take });
      const gaps = indices.slice(1).map((index, i) => index - indices[i]!);
      expect(Math.max(...gaps)).toBeLessThanOrEqual((4 * 96) / take);
    }
  });

  it('holds the smaller samples of the same tasks', () => {
    const larger = new Set(sampledIndices({ of: 50, take: 20 }));
    expect(sampledIndices({ of: 50, take: 8 }).every((index) => larger.has(index))).toBe(true);
  });
});
