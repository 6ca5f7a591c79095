import { describe, expect, it } from 'vitest';
import { KeptResults, roughBytes } from './kept-results.js';

const MIB = 2 ** 20;

describe('what a result takes', () => {
  it.each<[string, unknown, number]>([
    ['nothing', undefined, 8],
    ['a number', 1, 8],
    ['a text', 'x'.repeat(1_000), 1_000],
    ['bytes', new Uint8Array(5_000), 5_000],
    ['bytes in an object', { of: { bytes: Buffer.alloc(5_000) } }, 5_000],
    ['many numbers', new Array(1_000_000).fill(1), 8_000_000],
    ['many rows', Array.from({ length: 10_000 }, () => ({ name: 'x'.repeat(100) })), 1_000_000],
    ['a map', new Map([['key', new Uint8Array(5_000)]]), 5_000],
  ])('%s', (_, value, bytes) => {
    expect(roughBytes(value)).toBeGreaterThanOrEqual(bytes);
    expect(roughBytes(value)).toBeLessThan(bytes * 1.4 + 100);
  });

  it('ends with what holds itself', () => {
    const own: Record<string, unknown> = {};
    own.own = own;
    expect(roughBytes(own)).toBeLessThan(1_000);
  });
});

describe('results that are kept', () => {
  it('are refused beyond the limit: the task, its size and the limit are named', () => {
    const results = new KeptResults({ name: 'images' }, 3 * MIB);
    const one = new Uint8Array(2 * MIB);
    expect(results.keep(0, one)).toBe(one);
    expect(() => results.keep(7, one)).toThrow(
      'The result of task 7 of images takes about 2 MiB, and all results so far 4 MiB: beyond 3 MiB they cannot be kept and compared.',
    );
  });

  it('are none where nothing is compared', () => {
    for (const more of [{ verify: 'none' as const }, { openEnded: true as const }]) {
      const results = new KeptResults({ name: 'images', ...more }, MIB);
      expect(results.keep(0, new Uint8Array(2 * MIB))).toBeUndefined();
    }
  });
});
