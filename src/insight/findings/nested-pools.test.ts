import { describe, expect, it } from 'vitest';
import { analyse } from '../analysis/index.js';
import { inventRecord } from '../testing/invented-record.js';
import type { InventedCase, InventedRun } from '../testing/invented-run.js';
import { nestedPools } from './nested-pools.js';

const find = (run: InventedRun) => {
  const record = inventRecord(run);
  return nestedPools(record, analyse(record));
};
const serial = (more: Partial<InventedCase>) => ({ engine: 'serial', wallMs: 100, ...more });
const host = { physicalCores: 8 };

describe('nested pools', () => {
  it('are told where one worker keeps several CPUs busy', () => {
    const [finding] = find({
      host,
      cases: [serial({ ownCpu: 3.6 }), { engine: 'threads', wallMs: 90, ownCpu: 3.7 }],
    });
    expect(finding).toMatchObject({ severity: 'warning', cases: { length: 2 } });
    expect(finding?.message).toBe(
      'cycles: with serial alone it keeps 3.6 CPUs busy (3.60–3.60), so its tasks run threads of their own (a nested pool, a native library, or much garbage collection): 3 such workers ask for more than 8 cores.',
    );
    expect(finding?.advice).toContain('or no more than 2 workers.');
  });

  it.each([
    ['a worker is one CPU and a little garbage collection', serial({ ownCpu: 1.2 })],
    ['the system does not tell', serial({})],
    ['several workers are several CPUs', { engine: 'threads', workers: 4, wallMs: 30, ownCpu: 4 }],
  ])('are not found where %s', (_, one) => expect(find({ host, cases: [one] })).toEqual([]));
});
