import { describe, expect, it } from 'vitest';
import { analyse } from '../analysis/index.js';
import { inventRecord } from '../testing/invented-record.js';
import type { InventedCase, InventedRun } from '../testing/invented-run.js';
import { memoryBound } from './memory-bound.js';

const find = (run: InventedRun) => {
  const record = inventRecord(run);
  return memoryBound(record, analyse(record));
};
const serial = { engine: 'serial', wallMs: 100 };
const pool = (workers: number, wallMs: number, cpuMs: number, more: Partial<InventedCase> = {}) => ({
  engine: 'threads',
  workers,
  wallMs,
  // A lane's share of a pass.
  lane: { cpuMs: cpuMs / workers },
  ...more,
});
const ceilings = (factor: number) => [{ engine: 'threads', workers: 2, factor }];

describe('memory-bound work', () => {
  it('costs more CPU time the more workers do it, though each has a core', () => {
    expect(find({ cases: [serial, pool(1, 100, 98), pool(2, 72, 142)], ceilings: ceilings(1.4) })).toEqual([
      {
        check: 'memory-bound',
        severity: 'warning',
        cases: ['cycles/threads/imapUnordered/w2/c1'],
        message:
          'cycles: 2 threads reach a ceiling of only 1.40× (1.40–1.40) although each has a core, and a task takes 1.45× (1.45–1.45) the CPU time it takes with one worker: they compete for something they share, most likely memory bandwidth or a cache (or, where a hypervisor hides it, the core itself).',
        advice:
          'Touch less memory per task: smaller blocks, typed arrays, fewer copies. More cores on the same memory will not help; a machine with more memory channels or a larger cache may.',
      },
    ]);
  });

  it.each([
    ['the ceiling is high', 2, [pool(1, 100, 98), pool(2, 72, 142)], 1.8],
    ['its tasks cost no more CPU time', 2, [pool(1, 100, 98), pool(2, 72, 100)], 1.4],
    ['the system does not tell CPU time', 2, [pool(1, 100, 98), pool(2, 72, 142, { lane: {} })], 1.4],
    ['workers share a core', 1, [pool(1, 100, 98), pool(2, 72, 142)], 1.4],
  ])('is not found where %s', (_, physicalCores, pools, factor) => {
    const host = { physicalCores, threadsPerCore: physicalCores === 1 ? 2 : 1 };
    expect(find({ host, cases: [serial, ...pools], ceilings: ceilings(factor) })).toEqual([]);
  });
});
