import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { inventRecord } from '../insight/testing/invented-record.js';
import type { InventedRun } from '../insight/testing/invented-run.js';
import { saveRecord } from '../testing/sample-record.js';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { readCurves } from './index.js';

const folder = temporaryFolder();
const file = join(folder, 'record.jsonl');

const record = (run: InventedRun) => saveRecord(file, inventRecord(run));

/** A pass of 32 tasks that scales by 8 / (1 + 0.02 · 7) on 8 workers. */
const threads = (workers: number) => ({
  engine: 'threads',
  workers,
  wallMs: (320 / workers) * (1 + 0.02 * (workers - 1)),
  lane: {},
});

const onEightCores: InventedRun = {
  host: { physicalCores: 8 },
  scenarios: [{ tasks: 32 }],
  cases: [{ engine: 'serial', wallMs: 318 }, ...[1, 2, 4, 8].map(threads)],
};

test.each([folder, file])('the curves of a run are fitted as its report does: %#', async (path) => {
  record(onEightCores);
  const { format, curves } = await readCurves(path);
  expect(format).toBe('record');
  expect(curves).toHaveLength(1);
  expect(curves[0]).toMatchObject({
    name: 'cycles: threads with imapUnordered, chunksize 1',
    unit: 'tasks/s',
    machine: { physicalCores: 8, logicalCores: 8 },
    fitted: { law: 'amdahl' },
  });
  expect(curves[0]!.points.map(({ workers }) => workers)).toEqual([1, 2, 4, 8]);
  expect(curves[0]!.points[0]!.throughput).toBeCloseTo(100);
  expect(curves[0]!.fitted!.parameters.alpha).toBeCloseTo(0.02, 2);
});

test('a run without a curve is refused', async () => {
  record({ ...onEightCores, cases: [{ engine: 'serial', wallMs: 318 }, threads(1)] });
  await expect(readCurves(file)).rejects.toThrow('record.jsonl has no curve');
});

test('its workers are known: a choice of them is refused', async () => {
  record(onEightCores);
  await expect(readCurves(file, { parameter: 'threads' })).rejects.toThrow('leave out --workers');
});

test('so is a report: a record has more', async () => {
  const report = join(folder, 'report.json');
  writeFileSync(report, JSON.stringify({ schema: 'corewise/report/1' }));
  await expect(readCurves(report)).rejects.toThrow('give the record.jsonl beside it');
});
