import { expect, test } from 'vitest';
import { type Format, joinCell, MISSING, tableFor, tableOf } from '../document/table.js';
import { inventEmptyReport, inventLargeReport, inventReport } from '../testing/invented.js';
import { columns, resultOf } from './columns.js';
import type { ReportCase } from './report/case-schema.js';

const labelsIn = (format: Format, cases: readonly ReportCase[]) =>
  tableFor(format, tableOf('', columns, cases)).columns.map(({ label }) => label);

const cellOf = (label: string, c: Parameters<(typeof columns)[number]['cell']>[0]): string =>
  joinCell(columns.find((column) => column.label === label)!.cell(c));

test('figures are shown with their intervals and units', () => {
  const pool = inventReport().cases.find((c) => c.workers === 2 && c.dispatch === 'map')!;
  expect(
    ['engine', 'workers', 'chunksize', 'wall time', 'speedup', 'efficiency', 'bound'].map((l) =>
      cellOf(l, pool),
    ),
  ).toEqual([
    'threads',
    '2',
    '2 (auto)',
    '65.1 ms (63.2–67.7 ms)',
    '1.82× (1.78–1.86)',
    '91 % (89–93 %)',
    '2.00× (by chunks)',
  ]);
});

test('missing figures are a dash, in every column of a case that was never measured', () => {
  const [, failed] = inventEmptyReport().cases;
  const measures = [
    'wall time',
    'speedup',
    'scaling',
    'ceiling',
    'efficiency',
    'bound',
    'tasks/s',
    'memory',
    'main thread blocked',
  ];
  expect(measures.map((label) => cellOf(label, failed!))).toEqual(measures.map(() => MISSING));
});

test('memory is that of one worker, with that of all behind it', () => {
  const pool = { ...inventReport().cases.find((c) => c.workers === 2)!, peakMemoryMiB: 3000 };
  expect(cellOf('memory', { ...pool, memoryPerWorkerMiB: 1600 })).toBe('1.56 GiB (2.93 GiB in all)');
  expect(cellOf('memory', { ...pool, memoryPerWorkerMiB: null })).toBe('– (2.93 GiB in all)');
  expect(cellOf('memory', { ...pool, workers: 1, memoryPerWorkerMiB: 3000 })).toBe('2.93 GiB');
  expect(cellOf('memory', { ...pool, command: 'self-parallel', memoryPerWorkerMiB: 1500 })).toBe('2.93 GiB');
});

test('serial too shows for how long it blocked the main thread', () => {
  const serial = inventReport().cases[0]!;
  expect(cellOf('main thread blocked', serial)).toBe('9.70 ms (p99 2.40 ms)');
});

test('serial shows neither dispatch nor chunksize', () => {
  const serial = inventReport().cases[0]!;
  expect([cellOf('dispatch', serial), cellOf('chunksize', serial)]).toEqual([MISSING, MISSING]);
});

test('a result says whether it was checked, and why there is none', () => {
  const [ok] = inventReport().cases;
  const named = (change: object) => resultOf({ ...ok!, ...change });
  expect([
    named({}),
    named({ verified: null }),
    named({ verified: false }),
    named({ status: 'failed' }),
    named({ status: 'skipped' }),
    named({ status: 'dropped' }),
    named({ rounds: 0 }),
  ]).toEqual(['ok', 'unchecked', 'wrong', 'failed', 'skipped', 'dropped', 'no figure']);
});

test('optional columns without any figure are left out, the rest stays', () => {
  const labels = labelsIn('html', inventEmptyReport().cases);
  expect(labels).toContain('speedup');
  expect(labels).not.toContain('ceiling');
});

test('a terminal shows cores only where they differ', () => {
  const labelsOf = (cases: readonly ReportCase[]) => labelsIn('terminal', cases);
  expect(labelsOf(inventReport().cases)).toContain('cores');
  expect(labelsOf(inventLargeReport().cases)).not.toContain('cores');
});

test('every metric of a case has a column in CSV', () => {
  const names = columns.flatMap((column) => Object.keys(column.data!(inventReport().cases[1]!)));
  expect(names).toEqual(
    expect.arrayContaining([
      'speedupLow',
      'scaling',
      'ceiling',
      'wallMs',
      'throughputPerSecond',
      'boundBy',
      'verified',
    ]),
  );
  expect(new Set(names).size).toBe(names.length);
});
