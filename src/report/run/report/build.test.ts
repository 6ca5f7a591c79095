import { describe, expect, it, test } from 'vitest';
import { inventRecord } from '../../../insight/testing/invented-record.js';
import type { InventedRun } from '../../../insight/testing/invented-run.js';
import { bestSentence, briefSentence } from '../../laws/sentences.js';
import { chaptersOf } from '../chapters.js';
import { nameCurve } from '../fit-blocks.js';
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

  // Of a record without chunks a trace is empty: see trace.test.ts.
  test('is rendered by every text format', () => {
    const texts = renderers
      .filter(({ name }) => name !== 'png' && name !== 'trace')
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

const tasks = 24;
const scenario = { name: 'cycles', tasks, taskMs: new Array<number>(tasks).fill(1) };
const pools = (engine: string, scaling: Record<number, number>, more: object = {}) =>
  Object.entries(scaling).map(([workers, times]) => ({
    engine,
    workers: Number(workers),
    wallMs: tasks / times,
    ...more,
  }));
const reportOf = (run: Partial<InventedRun>, ...cases: ReturnType<typeof pools>) =>
  buildReport(
    inventRecord({
      host: { physicalCores: 4 },
      scenarios: [scenario],
      ...run,
      cases: [{ engine: 'serial', wallMs: tasks }, ...cases],
    }),
  );

describe('the fits of a report', () => {
  it('predict 2, 4 and 8 times the cores', () => {
    const [fit] = reportOf({}, ...pools('threads', { 1: 1, 2: 2, 4: 4 })).fits;
    expect(fit).toMatchObject({
      scenario: 'cycles',
      engine: 'threads',
      over: { params: { tasks }, dispatch: 'imapUnordered', chunksize: 1, cores: 4 },
      unit: 'tasks/s',
      law: 'linear',
      machine: { physicalCores: 4, logicalCores: 4 },
      warnings: [],
    });
    expect(fit!.predictions.map(({ workers }) => workers)).toEqual([1, 2, 4, 8, 16, 32]);
  });

  it('count turns where the scenario runs until it is stopped', () => {
    const openEnded = { scenarios: [{ ...scenario, openEnded: true }] };
    const turns = (workers: number) => ({ engine: 'threads', workers, wallMs: 500, turns: 50 * workers });
    const [fit] = reportOf(openEnded, ...[1, 2, 4].map(turns)).fits;
    expect(fit).toMatchObject({ unit: 'turns/s', law: 'linear' });
    expect(fit!.points.map(({ throughput }) => Math.round(throughput))).toEqual([100, 200, 400]);
  });

  it('say first where more workers did less', () => {
    const falling = pools('threads', { 1: 1, 2: 0.92, 4: 0.75, 8: 0.58 });
    const { fits } = reportOf({ host: { physicalCores: 8 } }, ...falling);
    expect(fits[0]!.best?.fall).toMatchObject({ from: 1, workers: 8 });
    expect(fits[0]!.best?.fall?.times).toBeCloseTo(0.58, 9);
    expect(bestSentence(fits[0]!)).toBe('One worker is best: 8 are 0.58× as fast.');
    expect(briefSentence(fits[0]!)).toMatch(/^One worker is best: 8 are 0\.58× as fast\. /);
  });

  it('round a fraction of a CPU up', () => {
    const host = { physicalCores: 8, quotaCpus: 2.5 };
    const [fit] = reportOf({ host }, ...pools('threads', { 1: 1, 2: 2 })).fits;
    expect(fit!.predictions.map(({ workers }) => workers)).toEqual([1, 2, 5, 10, 20]);
  });

  it('of a chapter begin with the recommended setting', () => {
    const little = pools('processes', { 1: 1.01, 2: 2.02, 4: 4.04 });
    const recommended = pools('threads', { 1: 1, 2: 2, 4: 4 });
    const [chapter] = chaptersOf(reportOf({}, ...little, ...recommended));
    expect(chapter!.recommendation?.engine).toBe('threads');
    expect(chapter!.fits.map(nameCurve)).toEqual([
      'threads, imapUnordered, chunksize 1, 4 cores',
      'processes, imapUnordered, chunksize 1, 4 cores',
    ]);
  });

  it('begin with the fastest setting where serial is recommended', () => {
    const slow = pools('threads', { 1: 0.2, 2: 0.4, 4: 0.7 }, { dispatch: 'map' });
    const faster = pools('threads', { 1: 0.2, 2: 0.4, 4: 0.8 });
    const [chapter] = chaptersOf(reportOf({}, ...slow, ...faster));
    expect(chapter!.recommendation?.engine).toBe('serial');
    expect(chapter!.fits[0]!.over.dispatch).toBe('imapUnordered');
  });
});
