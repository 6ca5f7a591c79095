import { describe, expect, test } from 'vitest';
import { inventRecord } from '../../../insight/testing/invented-record.js';
import { renderers } from '../formats.js';
import { buildReport } from './build.js';
import { reportSchema } from './schema.js';

const record = inventRecord({
  host: { physicalCores: 2 },
  cases: [
    { engine: 'serial', wallMs: 120 },
    { engine: 'threads', workers: 1, wallMs: 122 },
    { engine: 'threads', workers: 2, wallMs: 62, peakMemoryMiB: 80 },
    { engine: 'processes', workers: 2, skipped: 'no processes here' },
  ],
  ceilings: [{ engine: 'threads', workers: 2, factor: 1.98 }],
  spread: 0.01,
});

describe('a report built from a record', () => {
  const report = buildReport(record);

  test('is valid', () => {
    expect(reportSchema.parse(report)).toEqual(report);
  });

  test('has what the header says of host, scenario and run', () => {
    expect(report.host).toMatchObject({ physicalCores: 2, allowedCpus: record.header.host.allowed.length });
    expect(report.scenarios[0]).toMatchObject({
      name: 'cycles',
      tasks: 12,
      taskMs: { min: 10, median: 10, total: 120 },
    });
    expect(report).toMatchObject({
      seed: 1,
      command: record.header.plan.command,
      stopped: { reason: 'rounds' },
    });
  });

  test('has every case, measured or not, and the answer', () => {
    expect(report.cases.map(({ engine, workers, status }) => [engine, workers, status])).toEqual([
      ['serial', 1, 'ok'],
      ['threads', 1, 'ok'],
      ['threads', 2, 'ok'],
      ['processes', 2, 'skipped'],
    ]);
    expect(report.recommendations[0]).toMatchObject({ engine: 'threads', workers: 2 });
  });

  test('is rendered by every text format', () => {
    const texts = renderers
      .filter(({ name }) => name !== 'png')
      .flatMap((renderer) => renderer.render(report));
    expect(texts.filter(({ content }) => !String(content).includes('threads'))).toEqual([]);
  });
});

test('a record that just ends is unfinished, and its report valid', () => {
  const report = buildReport(inventRecord({ cases: [{ engine: 'serial' }], stopped: null, rounds: 0 }));
  expect(reportSchema.parse(report).stopped).toMatchObject({ reason: 'unfinished' });
});

test('task times are left out where runs of tasks were timed together', () => {
  const scenarios = [{ name: 'tiny', tasks: 20_000, taskMs: new Array<number>(10_000).fill(1) }];
  const report = buildReport(inventRecord({ scenarios, cases: [{ engine: 'serial', wallMs: 5 }] }));
  expect(report.scenarios[0]?.taskMs).toBeNull();
});
