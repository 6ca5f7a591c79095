import { describe, expect, it } from 'vitest';
import { leastWhere } from './least-where.js';

describe('the least number', () => {
  it.each([1, 3, 17, 99, 100])('is found from any guess: %d', (answer) => {
    for (let guess = -5; guess <= 110; guess++) {
      expect(leastWhere({ least: 1, most: 100, guess }, (value) => value >= answer)).toBe(answer);
    }
  });

  it('is none where it holds for none, or where there is none to ask', () => {
    expect(leastWhere({ least: 1, most: 100, guess: 40 }, () => false)).toBeUndefined();
    expect(leastWhere({ least: 3, most: 2, guess: 2 }, () => true)).toBeUndefined();
  });

  it('takes few questions near the guess', () => {
    const asked: number[] = [];
    const holds = (value: number) => asked.push(value) > 0 && value >= 5_003;
    leastWhere({ least: 1, most: 10_000, guess: 5_000 }, holds);
    expect(asked).toEqual([5_000, 5_001, 5_003, 5_002]);
  });
});
