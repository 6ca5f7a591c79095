import { expect, it } from 'vitest';
import { insight } from '../index.js';
import { inventRecord } from '../testing/invented-record.js';
import { findingsOf } from './index.js';

const record = inventRecord({
  cases: [
    { engine: 'serial', wallMs: 100 },
    { engine: 'threads', workers: 2, wallMs: 52 },
  ],
});
const underDebugger = {
  ...record,
  header: { ...record.header, plan: { ...record.header.plan, inspected: true as const } },
};

it('times taken under a debugger are marked, and nothing is recommended by them', () => {
  const analysis = insight(underDebugger);
  expect(findingsOf(underDebugger, analysis)).toContainEqual(
    expect.objectContaining({ check: 'inspected', severity: 'warning' }),
  );
  expect(analysis.recommendations).toEqual([]);
  expect(analysis.cases.map(({ speedup }) => speedup)).toEqual([null, null]);
});

it('other times are not', () => {
  const analysis = insight(record);
  expect(findingsOf(record, analysis).map(({ check }) => check)).not.toContain('inspected');
  expect(analysis.recommendations).toHaveLength(1);
  expect(analysis.cases.map(({ speedup }) => speedup)).not.toContain(null);
});
