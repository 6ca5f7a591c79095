import { describe, expect, it } from 'vitest';
import { analyse } from '../analysis/index.js';
import { inventRecord } from '../testing/invented-record.js';
import type { InventedCase, InventedRun } from '../testing/invented-run.js';
import { deadCodeSuspected } from './dead-code-suspected.js';

const find = (run: InventedRun) => {
  const record = inventRecord(run);
  return deadCodeSuspected(record, analyse(record));
};
const scenarios = [{ name: 'nothing', tasks: 10_000 }];
const serial = (busyMs: number, more: Partial<InventedCase> = {}) => ({
  engine: 'serial',
  wallMs: 1,
  lane: { busyMs },
  ...more,
});

describe('dead code', () => {
  it('is suspected where a task takes no longer than an empty function', () => {
    expect(find({ scenarios, cases: [serial(0.12)] })).toEqual([
      {
        check: 'dead-code-suspected',
        severity: 'warning',
        cases: ['nothing/serial'],
        message:
          'nothing: a task takes 12 ns (12–12) in serial, hardly more than calling an empty function: its work may have been removed by the compiler, or done in tasks().',
        advice:
          'Return a value that depends on every iteration of the work, and let run do the work itself. If tasks are really this short, give run a batch of them.',
      },
    ]);
  });

  it('is not suspected of tasks of a microsecond', () => {
    expect(find({ scenarios, cases: [serial(10)] })).toEqual([]);
  });

  it('is not suspected of open-ended tasks, nor in a pool', () => {
    const openEnded = [{ ...scenarios[0], openEnded: true }];
    expect(find({ scenarios: openEnded, cases: [serial(0.12, { turns: 5 })] })).toEqual([]);
    expect(find({ scenarios, cases: [serial(0.12, { engine: 'threads' })] })).toEqual([]);
  });
});
