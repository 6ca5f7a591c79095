import { describe, expect, it } from 'vitest';
import { analyse, type InventedCase, type InventedRun, inventRecord } from '../analysis/index.js';
import { resultsDiffer } from './results-differ.js';

const find = (run: InventedRun) => {
  const record = inventRecord(run);
  return resultsDiffer(record, analyse(record));
};
const serial = { engine: 'serial', wallMs: 100 };
const pool = (more: Partial<InventedCase> = {}) => ({ engine: 'threads', workers: 2, wallMs: 52, ...more });

describe('results that differ', () => {
  it('are an error that names the setting and the first difference', () => {
    const wrong = pool({ verified: false, difference: 'task 3 gave 4, serial 5.' });
    const [finding, ...others] = find({ cases: [serial, wrong, { ...wrong, chunksize: 4 }] });
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ severity: 'error', cases: { length: 2 } });
    expect(finding?.message).toBe(
      'cycles gives other results than serial with 2 threads with imapUnordered, chunksize 1 and 2 threads with imapUnordered, chunksize 4: task 3 gave 4, serial 5.',
    );
  });

  it('are not found where all agree', () => expect(find({ cases: [serial, pool()] })).toEqual([]));
});
