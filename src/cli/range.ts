import { InvalidArgumentError } from 'commander';
import type { Range } from '../market/catalog/index.js';

/** `8` is exactly 8; `8..` at least, `..16` at most, `4..8` between, both ends included. */
export function parseRange(text: string): Range {
  const match = /^(\d+(?:\.\d+)?)?(\.\.)?(\d+(?:\.\d+)?)?$/.exec(text);
  const [, first, dots, last] = match ?? [];
  const low = Number(first ?? 0);
  const high = Number(last ?? (dots === undefined ? (first ?? Number.NaN) : Number.POSITIVE_INFINITY));
  if (match && text !== '..' && low <= high) return { low, high };
  throw new InvalidArgumentError('Write a number or a range: 8, 8.., ..16 or 4..8.');
}
