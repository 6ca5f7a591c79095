import { join } from 'node:path';
import { expect, it } from 'vitest';
import { packageRoot } from '../../own-package.js';
import { readRecord } from '../../record/index.js';
import { renderers } from './formats.js';
import { buildReport } from './report/build.js';
import { reportSchema } from './report/schema.js';

/** Written by corewise 0.1.0: a command under two quotas, resumed after two rounds. It is never written again. */
const file = join(packageRoot, 'src/report/run/fixtures/command-quota-resumed.jsonl');

it('a record on file is read as it was: every line, every figure', async () => {
  const record = await readRecord(file);
  expect([...new Set(record.lines.map(({ kind }) => kind))].sort()).toEqual([
    'ceiling',
    'observation',
    'resumed',
    'stopped',
    'verification',
  ]);
  expect(record.header.plan.rounds).toBe(3);
  const report = reportSchema.parse(buildReport(record));
  const figure = (interval: { value: number } | null) => interval && Number(interval.value.toPrecision(6));
  expect(
    report.cases.map(({ id, rounds, speedup, ceiling }) => [id, rounds, figure(speedup), figure(ceiling)]),
  ).toEqual([
    ['count/serial/c1', 3, 1, 1],
    ['count/commands/imapUnordered/w1/c1', 3, 1, 1],
    ['count/commands/imapUnordered/w2/c1', 3, 1.48102, 1.52698],
    ['count/commands/imapUnordered/w1/c1/quota1', 3, 0.936776, 1],
    ['count/commands/imapUnordered/w2/c1/quota1', 3, 1.05013, null],
  ]);
  expect(report.cases.map(({ quota }) => quota ?? null)).toContain(1);
  expect(report.findings.map(({ check }) => check)).toContain('resumed');
  const texts = renderers.filter(({ name }) => name !== 'png').flatMap(({ render }) => render(report));
  expect(texts.filter(({ content }) => !String(content).includes('count'))).toEqual([]);
});
