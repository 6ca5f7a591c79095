import { describe, expect, test } from 'vitest';
import { decimalSignOf, numberIn, splitNumber } from './notation.js';

const cells = (...texts: string[]) => texts.map((text, i) => ({ text, place: `t.csv:${i + 2}` }));

test.each([
  ['1.9 s', '1.9', 's'],
  ['980us', '980', 'us'],
  ['51.2 events/s', '51.2', 'events/s'],
  ['1 234,5', '1 234,5', ''],
  ['1\u00a0234,5 ms', '1\u00a0234,5', 'ms'],
  ['1\u202f234\u2009567', '1\u202f234\u2009567', ''],
  ['1’234.5', '1’234.5', ''],
  ['5 events', '5', 'events'],
  ['2e3', '2e3', ''],
  ['1,5E-03/s', '1,5E-03', '/s'],
])('%j is the number %j in %j', (text, number, unit) => {
  expect(splitNumber(text)).toEqual({ number, unit });
});

test.each(['fast', '', '-', 'x1', '12 34'])('%j holds no number', (text) => {
  expect(splitNumber(text)).toBeUndefined();
});

test.each([
  ['1234.5', '.', 1234.5],
  ['1,234.5', '.', 1234.5],
  ['1,234,567', '.', 1234567],
  ['1.234.567', ',', 1234567],
  ['1.234,5', ',', 1234.5],
  ['1 234,5', ',', 1234.5],
  ["1'234.5", '.', 1234.5],
  ['0,120356', ',', 0.120356],
  ['-2,5e-3', ',', -0.0025],
  ['.5', '.', 0.5],
  ['12.5', ',', Number.NaN],
  ['12,34', '.', Number.NaN],
  ['1.2.3', '.', Number.NaN],
  ['1234,567.8', '.', Number.NaN],
  ['', '.', Number.NaN],
] as const)('%j with the decimal sign %j is %d', (text, sign, value) => {
  expect(numberIn(text, sign)).toBe(value);
});

describe('the decimal sign of a file', () => {
  test.each([
    [['1', '2.5'], ',', '.'],
    [['1,5', '2'], ';', ','],
    [['1,234', '12,5'], ';', ','],
    [['1,234', '12.5'], ',', '.'],
    [['1.234', '0.5'], ';', '.'],
    [['1.234', '2,5'], '\t', ','],
    [['1.234', '2.345'], ';', '.'],
    [['1,234', '2,345'], ';', ','],
    [['1,234', '2,345'], ',', '.'],
    [['1.234.567'], ';', ','],
    [['1 234', '5'], ';', '.'],
  ])('in %j between %j is %j', (texts, separator, sign) => {
    expect(decimalSignOf(cells(...texts), separator)).toBe(sign);
  });

  test.each([
    [
      ['1,234.5', '12,5'],
      ';',
      't.csv:3: the comma has two roles: it is the decimal sign in "12,5" and sets thousands apart in "1,234.5" (t.csv:2).',
    ],
    [
      ['1.5', '2,5'],
      ';',
      't.csv:3: the comma has two roles: it is the decimal sign in "2,5" and gives way to a point in "1.5" (t.csv:2).',
    ],
    [['1,234', '987'], '\t', 't.csv:2: "1,234" could be 1234 or 1.234.'],
    [['1.234', '987'], ';', 't.csv:2: "1.234" could be 1234 or 1.234.'],
    [['1.234', '1,234'], ';', 't.csv:2: "1.234" could be 1234 or 1.234.'],
  ])('in %j between %j is refused', (texts, separator, message) => {
    expect(() => decimalSignOf(cells(...texts), separator)).toThrow(message);
  });
});
