import { expect, it } from 'vitest';
import { widthOf, wrap } from './page.js';

it('a line ends between words, and never between a figure and its unit', () => {
  expect(wrap('lost: waiting for a CPU 1.3 % of it, 197 ms per pass', 27)).toEqual([
    'lost: waiting for a CPU',
    '1.3 % of it, 197 ms per',
    'pass',
  ]);
  expect(wrap('it took 12 mice and 3 s', 10)).toEqual(['it took 12', 'mice and', '3 s']);
});

it('what hangs is indented, what is too wide is cut', () => {
  const lines = wrap(`of ${'x'.repeat(25)} more`, 12, 2);
  expect(lines).toEqual(['of', '  xxxxxxxxxx', '  xxxxxxxxxx', '  xxxxx more']);
  expect(lines.map(widthOf).every((width) => width <= 12)).toBe(true);
});
