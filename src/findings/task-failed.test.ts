import { describe, expect, it } from 'vitest';
import { analyse, type InventedCase, type InventedRun, inventRecord } from '../analysis/index.js';
import { taskFailed } from './task-failed.js';

const find = (run: InventedRun) => {
  const record = inventRecord(run);
  return taskFailed(record, analyse(record));
};
const serial = { engine: 'serial', wallMs: 100 };
const pool = (more: Partial<InventedCase> = {}) => ({ engine: 'threads', workers: 2, wallMs: 52, ...more });

describe('failed tasks', () => {
  it('are an error with its reason', () => {
    const [finding] = find({ cases: [serial, pool({ failed: 'Task 7 threw: no such table' })] });
    expect(finding).toMatchObject({
      severity: 'error',
      message: 'cycles failed with 2 threads with imapUnordered, chunksize 1: Task 7 threw: no such table',
    });
  });

  it('leave wrong results to their own check', () => {
    expect(find({ cases: [serial, pool({ verified: false })] })).toEqual([]);
  });
});
