import { describe, expect, it } from 'vitest';
import { analyse } from '../analysis/index.js';
import { inventRecord } from '../testing/invented-record.js';
import type { InventedCase, InventedRun } from '../testing/invented-run.js';
import { moreWorkersThanCores } from './more-workers-than-cores.js';

const find = (run: InventedRun) => {
  const record = inventRecord(run);
  return moreWorkersThanCores(record, analyse(record));
};
const serial = { engine: 'serial', wallMs: 100 };
const pool = (more: Partial<InventedCase> = {}) => ({ engine: 'threads', workers: 2, wallMs: 52, ...more });

describe('more workers than cores', () => {
  it('share them, which is said once', () => {
    const findings = find({ cases: [serial, pool(), pool({ workers: 10 }), pool({ workers: 4 })] });
    expect(findings.map(({ message }) => message)).toEqual([
      'cycles: 4 and 10 workers share 2 cores and wait for each other: CPU-bound work cannot pass 2.00× there.',
    ]);
    expect(findings[0]?.cases).toHaveLength(2);
  });

  it('a quota of 1.5 CPUs has room for two', () => {
    expect(find({ host: { physicalCores: 4, quotaCpus: 1.5 }, cases: [serial, pool()] })).toEqual([]);
  });
});
