import { expect, it } from 'vitest';
import type { RecordLine } from '../../record/index.js';
import { analyse } from '../analysis/index.js';
import { inventRecord } from '../testing/invented-record.js';
import type { InventedRun } from '../testing/invented-run.js';
import { ceilingMissing } from './ceiling-missing.js';

const pool = (workers: number) => ({ engine: 'threads', workers, wallMs: 100 / workers });
const cases = [{ engine: 'serial', wallMs: 100 }, pool(1), pool(2), pool(4)];
const reference = 'cycles/threads/imapUnordered/w1/c1';

const find = (lines: RecordLine[], run: Partial<InventedRun> = {}) => {
  const record = inventRecord({ cases, host: { physicalCores: 4 }, ...run });
  const withLines = { ...record, lines: [...record.lines, ...lines] };
  return ceilingMissing(withLines, analyse(withLines));
};
const failed = (workers: number, round: number): RecordLine => ({
  kind: 'failed',
  case: `ceiling of ${reference} at ${workers}`,
  reason: 'it ran out of memory.',
  round,
});

it('ceilings that could not be measured are named once for each reason', () => {
  expect(find([failed(4, 1), failed(2, 1), failed(2, 2)])).toEqual([
    {
      check: 'ceiling-missing',
      severity: 'warning',
      cases: [reference],
      message: 'cycles: the ceiling of 2 threads and 4 threads could not be measured: it ran out of memory.',
      advice: expect.stringContaining('run again'),
    },
  ]);
});

it('one that another round measured is not missing', () => {
  const ceilings = [{ engine: 'threads', workers: 2, factor: 2 }];
  expect(find([failed(2, 1)], { ceilings })).toEqual([]);
});

it('where one worker fails too, its own failure tells it', () => {
  const one = { ...pool(1), failed: 'it ran out of memory.' };
  expect(find([failed(2, 1)], { cases: [{ engine: 'serial', wallMs: 100 }, one, pool(2)] })).toEqual([]);
});
