import { describe, expect, it } from 'vitest';
import { inventRecord } from '../../../insight/testing/invented-record.js';
import type { InventedRun } from '../../../insight/testing/invented-run.js';
import { bestSentence, briefSentence } from '../../laws/sentences.js';
import { chaptersOf } from '../chapters.js';
import { nameCurve } from '../fit-blocks.js';
import { buildReport } from './build.js';

const tasks = 240;
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
