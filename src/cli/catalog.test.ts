import { InvalidArgumentError } from 'commander';
import { expect, it } from 'vitest';
import { parseRange } from './catalog.js';

it.each([
  ['8', 8, 8],
  ['8..', 8, Number.POSITIVE_INFINITY],
  ['..16', 0, 16],
  ['4..8', 4, 8],
  ['0.5..3.75', 0.5, 3.75],
])('%s is a range', (text, low, high) => {
  expect(parseRange(text)).toEqual({ low, high });
});

it.each(['', '..', '8..4', 'a', '4...8', '-1', '4-8'])('%j is none', (text) => {
  expect(() => parseRange(text)).toThrow(InvalidArgumentError);
});
