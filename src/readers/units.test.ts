import { expect, test } from 'vitest';
import { quantityIn } from './csv/quantity.js';
import { rateUnitOf, secondsIn } from './units.js';

test.each([
  ['ns', 1e-9],
  ['µs', 1e-6],
  ['μs', 1e-6],
  ['us', 1e-6],
  ['Milliseconds', 1e-3],
  ['sec', 1],
  ['min', 60],
  ['hr', 3600],
  ['day', 86_400],
  ['MB', undefined],
  ['toString', undefined],
  ['', undefined],
])('%j is %s seconds', (unit, seconds) => {
  expect(secondsIn(unit)).toBe(seconds);
});

test.each([
  ['events/s', 1, 'events/s'],
  ['req per min', 1 / 60, 'req/s'],
  ['Mops/s', 1e6, 'ops/s'],
  ['kB/s', 1e3, 'B/s'],
  ['MiB/s', 2 ** 20, 'B/s'],
  ['Moves/s', 1, 'Moves/s'],
  ['/s', 1, '/s'],
  ['kqps', 1e3, 'qps'],
  ['ops/ms', 1e3, 'ops/s'],
])('%j is %d × %j', (unit, scale, plain) => {
  expect(rateUnitOf(unit)).toEqual({ scale: expect.closeTo(scale), plain });
});

test.each(['s', 'MB', 'events', '', 'x/y'])('%j is no unit of throughput', (unit) => {
  expect(rateUnitOf(unit)).toBeUndefined();
});

test.each([
  ['1.9 s', '.', 1.9, 's'],
  ['1,9 s', ',', 1.9, 's'],
  ['0m1.500s', '.', 1.5, 's'],
  ['1m2,5s', '.', 62.5, 's'],
  ['2m', '.', 120, 's'],
  ['1:02.5', '.', 62.5, 's'],
  ['1:00:00', '.', 3600, 's'],
  ['51.2 events/s', '.', 51.2, 'events/s'],
  ['4', '.', 4, ''],
] as const)('%j with the decimal sign %j is %d in %j', (text, sign, amount, unit) => {
  expect(quantityIn(text, sign)).toEqual({ amount, unit });
});

test.each(['', 'fast', 'NaN', 'inf', '1.2.3'])('%j is no quantity', (text) => {
  expect(quantityIn(text, '.')).toBeUndefined();
});
