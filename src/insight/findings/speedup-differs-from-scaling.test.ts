import { describe, expect, it } from 'vitest';
import { analyse } from '../analysis/index.js';
import { inventRecord } from '../testing/invented-record.js';
import type { InventedCase, InventedRun } from '../testing/invented-run.js';
import { speedupDiffersFromScaling } from './speedup-differs-from-scaling.js';

const find = (run: InventedRun) => {
  const record = inventRecord(run);
  return speedupDiffersFromScaling(record, analyse(record));
};
const serial = { engine: 'serial', wallMs: 100 };
const pool = (more: Partial<InventedCase> = {}) => ({ engine: 'threads', workers: 2, wallMs: 52, ...more });

describe('speedup that differs from scaling', () => {
  it('a worker slower than serial is the cost of moving the loop', () => {
    const [finding] = find({ cases: [serial, pool({ workers: 1, wallMs: 125 }), pool({ wallMs: 62.5 })] });
    expect(finding?.message).toBe(
      'cycles, 2 threads with imapUnordered, chunksize 1: the speedup over serial is 1.60× (1.60–1.60), the scaling over one worker 2.00× (2.00–2.00): one worker is 0.80× (0.80–0.80) as fast as serial.',
    );
    expect(finding?.advice).toContain('the cost of moving the same loop into a worker');
  });

  it('a worker faster than serial is a gain that is not parallelism', () => {
    const [finding] = find({ cases: [serial, pool({ workers: 1, wallMs: 80 }), pool({ wallMs: 40 })] });
    expect(finding?.message).toContain('one worker is 1.25× (1.25–1.25) as fast as serial');
    expect(finding?.advice).toContain('not parallelism');
  });

  it('is not found within 5 %, nor where the interval reaches so far', () => {
    expect(find({ cases: [serial, pool({ workers: 1, wallMs: 104 }), pool()] })).toEqual([]);
    const unsteady = (round: number) => (round % 2 === 0 ? 90 : 140);
    expect(find({ cases: [serial, pool({ workers: 1, wallMs: unsteady }), pool()] })).toEqual([]);
  });
});
