import { describe, expect, it } from 'vitest';
import { analyse } from '../analysis/index.js';
import { inventRecord } from '../testing/invented-record.js';
import type { InventedCase, InventedRun } from '../testing/invented-run.js';
import { swapping } from './swapping.js';

const find = (run: InventedRun) => {
  const record = inventRecord(run);
  return swapping(record, analyse(record));
};
const serial = { engine: 'serial', wallMs: 100 };
const pool = (more: Partial<InventedCase> = {}) => ({ engine: 'threads', workers: 2, wallMs: 52, ...more });

describe('swapping', () => {
  const swap = (swapPages: number) => pool({ disturbedRounds: [1, 2], disturbance: { swapPages } });

  it('is told with how often and how much', () => {
    expect(find({ cases: [serial, swap(12_000)] })[0]?.message).toBe(
      'The machine swapped in 2 of 20 observations, up to 12,000 pages in one.',
    );
  });

  it('is not found for a few pages', () => expect(find({ cases: [serial, swap(10)] })).toEqual([]));
});
