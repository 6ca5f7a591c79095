import { describe, expect, it } from 'vitest';
import { analyse } from '../analysis/index.js';
import { inventRecord } from '../testing/invented-record.js';
import type { InventedCase, InventedRun } from '../testing/invented-run.js';
import { throttled } from './throttled.js';

const find = (run: InventedRun) => {
  const record = inventRecord(run);
  return throttled(record, analyse(record));
};
const serial = { engine: 'serial', wallMs: 100 };
const pool = (more: Partial<InventedCase> = {}) => ({ engine: 'threads', workers: 2, wallMs: 52, ...more });

describe('a quota that throttles', () => {
  it('is no finding of the quotas that were asked for', () => {
    const limited = pool({ quota: 1, throttledMs: 26 });
    expect(find({ cases: [serial, limited] })).toEqual([]);
  });

  it('is told with how long and how often', () => {
    const slowed = pool({ disturbedRounds: [1, 2], disturbance: { throttledMs: 120 } });
    const [finding] = find({ host: { physicalCores: 2, quotaCpus: 1.5 }, cases: [serial, slowed] });
    expect(finding?.message).toBe(
      'The CPU quota of 1.5 CPUs stopped the workers for 240 ms in 2 of 20 observations.',
    );
  });

  it('is not found where nothing was stopped', () => expect(find({ cases: [serial, pool()] })).toEqual([]));
});
