import { describe, expect, it } from 'vitest';
import { inventRecord } from '../../insight/testing/invented-record.js';
import type { InventedCase } from '../../insight/testing/invented-run.js';
import { renderers } from './formats.js';
import { buildReport } from './report/build.js';
import { chunkSentences } from './sending.js';

const TASKS = 1_000;
const serialMs = 218;

/** Two threads whose workers wait 0.26 ms for each chunk. */
function pool(chunksize: number, wallMs?: number): InventedCase {
  const chunks = Math.ceil(TASKS / chunksize) / 2;
  const gapMs = 0.26 * chunks;
  return {
    engine: 'threads',
    workers: 2,
    chunksize,
    wallMs: wallMs ?? serialMs / 2 + gapMs,
    lane: {
      busyMs: serialMs / 2,
      cpuMs: serialMs / 2,
      waitMs: 0,
      gapCpuMs: gapMs,
      gapWaitMs: 0,
      idleMs: gapMs,
      chunks,
    },
  };
}

const reportOf = (...pools: InventedCase[]) =>
  buildReport(
    inventRecord({
      scenarios: [{ name: 'tiny', tasks: TASKS, taskMs: new Array<number>(TASKS).fill(serialMs / TASKS) }],
      plan: { command: 'corewise run tiny --chunksize 1' },
      cases: [
        { engine: 'serial', wallMs: serialMs, lane: { busyMs: serialMs, cpuMs: serialMs, waitMs: 0 } },
        ...pools,
      ],
    }),
  );

/** Every chunksize that a text tells one to use. */
const namedIn = (text: string) =>
  [...text.matchAll(/(?:Set --chunksize|would raise|Use chunksize|^Chunksize for [^:]*:) ?(\d+)/g)].map(
    ([, size]) => Number(size),
  );

const ofOneTask = reportOf(pool(1));

describe('short tasks of which only chunksize 1 was tried', () => {
  const report = ofOneTask;
  const [advice] = report.chunkAdvice;
  const [answer] = report.recommendations;

  it('are not judged while the model promises more of a chunksize that nobody tried', () => {
    expect(answer).toMatchObject({ verdict: 'undecided', engine: 'serial' });
    expect(answer?.headline).toMatch(
      /^tiny: cannot tell yet: 2 threads with imapUnordered, chunksize (\d+), was not tried and should take about 1\d\d ms per pass \(serial: 218 ms\): npx corewise run tiny --chunksize \1$/,
    );
    expect(answer?.headline).toContain(`--chunksize ${advice?.advised}`);
    expect(answer?.why).toContain(
      'The best that was tried, 2 threads with imapUnordered, chunksize 1: 0.91×',
    );
  });

  it('get one chunksize, whoever names one', () => {
    const finding = report.findings.find(({ check }) => check === 'task-shorter-than-dispatch');
    const texts = [...chunkSentences(report.chunkAdvice), finding?.advice ?? ''];
    expect(texts.flatMap(namedIn)).toEqual([advice?.advised, advice?.advised]);
  });

  it('are told to stay serial by no format', () => {
    const texts = renderers
      .filter(({ name }) => name !== 'png')
      .flatMap((renderer) => renderer.render(report).map(({ content }) => String(content)));
    expect(texts.filter((text) => /stay serial/.test(text))).toEqual([]);
  });
});

describe('a chunksize that the model promises much of', () => {
  it('keeps nothing open once one like it was tried', () => {
    const { advised } = ofOneTask.chunkAdvice[0]!;
    const [answer] = reportOf(pool(1), pool(advised, 230)).recommendations;
    expect(answer?.verdict).toBe('serial');
  });

  it('is told with a pool that it should beat', () => {
    const [answer] = reportOf(pool(2), pool(3)).recommendations;
    expect(answer).toMatchObject({ verdict: 'pool', chunksize: 3 });
    expect(answer?.headline).toMatch(
      /^tiny: use 2 threads with imapUnordered, chunksize 3: .* per pass\. 2 threads with imapUnordered, chunksize \d+, was not tried and should take about 1\d\d ms/,
    );
  });
});

describe('a sweep that contradicts the advice', () => {
  const taskMs = new Array<number>(12).fill(10);
  const measured = (chunksize: number, wallMs: number): InventedCase => ({
    engine: 'threads',
    workers: 2,
    chunksize,
    wallMs,
    lane: { busyMs: 60, cpuMs: 60, waitMs: 0, gapCpuMs: 0, gapWaitMs: 0, idleMs: 0, chunks: 6 / chunksize },
  });
  const report = buildReport(
    inventRecord({
      scenarios: [{ name: 'cycles', taskMs }],
      cases: [
        { engine: 'serial', wallMs: 120, lane: { busyMs: 120, cpuMs: 120, waitMs: 0 } },
        measured(1, 60),
        measured(5, 50),
      ],
    }),
  );

  it('wins in the headline, the finding and the sentence alike', () => {
    expect(report.recommendations[0]).toMatchObject({ verdict: 'pool', chunksize: 5 });
    const advice = report.findings.find(({ check }) => check === 'chunk-advice-contradicted')?.advice;
    expect([...chunkSentences(report.chunkAdvice), advice ?? ''].flatMap(namedIn)).toEqual([5, 5]);
    expect(report.findings.map(({ check }) => check)).not.toContain('chunks-starve-workers');
  });
});

it('chunks that starve workers are advised what the sentence about chunks says', () => {
  const taskMs = new Array<number>(24).fill(10);
  const report = buildReport(
    inventRecord({
      host: { physicalCores: 4 },
      scenarios: [{ name: 'cycles', tasks: 24, taskMs }],
      cases: [
        { engine: 'serial', wallMs: 240, lane: { busyMs: 240, cpuMs: 240, waitMs: 0 } },
        {
          engine: 'threads',
          workers: 4,
          chunksize: 8,
          wallMs: 84,
          lane: { busyMs: 60, cpuMs: 60, waitMs: 0, gapCpuMs: 3, gapWaitMs: 0, idleMs: 3, chunks: 0.75 },
        },
      ],
    }),
  );
  const { advised } = report.chunkAdvice[0]!;
  expect(advised).toBeGreaterThan(1);
  const finding = report.findings.find(({ check }) => check === 'chunks-starve-workers');
  expect(finding?.message).toContain(`chunksize ${advised} would raise the bound`);
  expect(report.recommendations[0]?.headline).toContain(`chunksize ${advised}, was not tried`);
});
