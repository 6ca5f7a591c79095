import { InvalidArgumentError } from 'commander';
import { describe, expect, it } from 'vitest';
import { parseWholeNumber } from '../options.js';
import { parseCost, parseMemory, parsePrice, parseQuantity, parseRate, parseShare } from './quantities.js';

describe('quantities are read', () => {
  it.each<[(text: string) => unknown, string, unknown]>([
    [parseQuantity, '40', 40],
    [parseQuantity, '1,000,000', 1e6],
    [parseQuantity, '1.5k', 1500],
    [parseQuantity, '10M', 1e7],
    [parseQuantity, '1.1M', 1_100_000],
    [parseRate, '5000/s', 5000],
    [parseRate, '300/min', 5],
    [parseRate, '1.8k/h', 0.5],
    [parseCost, '2/h', 2],
    [parseCost, '1,460/month', 2],
    [parseMemory, '300MiB', 300],
    [parseMemory, '1.5GiB', 1536],
    [parseShare, '0%', 0],
    [parseShare, '20%', 0.2],
    [parsePrice, 'spot=0.35', { name: 'spot', factor: 0.35 }],
    [parseWholeNumber, '0', 0],
  ])('%o of %s is %o', (parse, text, expected) => expect(parse(text)).toEqual(expected));

  it.each<[(text: string) => unknown, string]>([
    [parseQuantity, '0'],
    [parseQuantity, '1.5'],
    [parseQuantity, '1,00'],
    [parseQuantity, '-3'],
    [parseRate, '5000'],
    [parseRate, '5000/m'],
    [parseRate, '/s'],
    [parseRate, '0/s'],
    [parseRate, '5/s/s'],
    [parseCost, '$2/h'],
    [parseCost, '2/toString'],
    [parseMemory, '300'],
    [parseShare, '100%'],
    [parseShare, '0.2'],
    [parsePrice, 'spot'],
    [parsePrice, 'spot=0'],
    [parseWholeNumber, '-1'],
  ])('%o refuses %s', (parse, text) => expect(() => parse(text)).toThrow(InvalidArgumentError));
});
