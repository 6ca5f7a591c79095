import { describe, expect, it } from 'vitest';
import { analyse } from '../analysis/index.js';
import { inventRecord } from '../testing/invented-record.js';
import type { InventedCase, InventedRun } from '../testing/invented-run.js';
import { wideSpread } from './wide-spread.js';

const find = (run: InventedRun) => {
  const record = inventRecord(run);
  return wideSpread(record, analyse(record));
};
const serial = { engine: 'serial', wallMs: 100 };
const pool = (more: Partial<InventedCase> = {}) => ({ engine: 'threads', workers: 2, wallMs: 52, ...more });

describe('a wide spread', () => {
  const unsteady = (spread: number) => (round: number) => 50 * Math.exp(round % 2 === 0 ? spread : -spread);

  it('names the widest interval', () => {
    const [finding] = find({
      cases: [serial, pool({ wallMs: unsteady(0.2) }), pool({ workers: 3, wallMs: unsteady(0.1) })],
    });
    expect(finding?.message).toBe(
      'cycles: the speedup of 2 cases is not known to within ±5 %; the widest is 2 threads with imapUnordered, chunksize 1: 2.00× (1.72–2.33).',
    );
  });

  it('is not found within the precision asked for', () => {
    expect(find({ cases: [serial, pool({ wallMs: unsteady(0.05) })] })).toEqual([]);
  });
});
