import { describe, expect, it } from 'vitest';
import { chancesWithin, timesInterval } from './chances.js';

const wide = chancesWithin({ value: 100, low: 50 });

describe('chances within an interval', () => {
  it('reach its low end with 97.5 %, and the value with 50 %', () => {
    expect(wide.reachedWith(0.975)).toBeCloseTo(50, 3);
    expect(wide.reachedWith(0.5)).toBeCloseTo(100, 6);
    expect(wide.chanceOf(50)).toBeCloseTo(0.975, 4);
  });

  it('are certain of what is known exactly', () => {
    const exact = chancesWithin({ value: 100, low: 100 });
    expect([exact.reachedWith(0.99), exact.chanceOf(100), exact.chanceOf(101)]).toEqual([100, 1, 0]);
  });
});

describe('times an independent figure', () => {
  it('that is exact they are as wide', () => {
    const half = timesInterval(wide, { value: 0.5, low: 0.5 });
    expect(half.reachedWith(0.975)).toBeCloseTo(25, 3);
    expect(half.chanceOf(25)).toBeCloseTo(0.975, 4);
  });

  it('that is not, their squares add up', () => {
    const both = timesInterval(wide, { value: 1, low: 0.5 });
    expect(both.reachedWith(0.975)).toBeCloseTo(100 * 0.5 ** Math.SQRT2, 3);
    expect(both.chanceOf(both.reachedWith(0.9))).toBeCloseTo(0.9, 6);
  });
});
