import { describe, expect, it } from 'vitest';
import { jackknifeInterval, largest, smallest } from './index.js';

describe('an interval by leaving groups out', () => {
  it('of a mean of logs is the t interval of that mean', () => {
    // The t interval of the mean of 1, 2, 3, 4 and 5: 3 ± 2.776 · √(2.5 ÷ 5).
    const logs = [1, 2, 3, 4, 5];
    const without = logs.map((log) => Math.exp((15 - log) / 4));
    const { value, low, high } = jackknifeInterval(Math.exp(3), without);
    expect(value).toBe(Math.exp(3));
    expect(Math.log(low)).toBeCloseTo(3 - 1.9632, 3);
    expect(Math.log(high)).toBeCloseTo(3 + 1.9632, 3);
  });

  it('is the value alone where leaving groups out changes nothing, or there are none to leave out', () => {
    expect(jackknifeInterval(7, [7, 7, 7])).toEqual({ value: 7, low: 7, high: 7 });
    expect(jackknifeInterval(7, [6])).toEqual({ value: 7, low: 7, high: 7 });
  });
});

it('the largest and the smallest are of any number of values', () => {
  const many = Array.from({ length: 300_000 }, (_, place) => (place * 7_919) % 300_007);
  expect([largest(many), smallest(many)]).toEqual([300_006, 0]);
  expect([largest([]), smallest([])]).toEqual([Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]);
});
