import { describe, expect, test } from 'vitest';
import { firstScenario, inventEmptyReport, inventLargeReport, inventReport } from '../testing/invented.js';
import { html } from '../testing/rendered.js';
import { type Chapter, chaptersOf } from './chapters.js';
import { runContent } from './content.js';
import { nextStep } from './next-step.js';
import { openingOf } from './opening.js';
import type { ReportCase } from './report/case-schema.js';
import type { Report } from './report/schema.js';

const openingIn = (report: Report) => openingOf(chaptersOf(report), report);

const linesOf = (report: Report) =>
  openingIn(report).chart!.config.data.datasets.map(({ label, data }) => ({
    label,
    points: data.map(({ at, y }) => [at, Number(y.toFixed(2))]),
  }));

describe('the first screen of one scenario', () => {
  test('has the answer, and the curve that it lies on', () => {
    const report = firstScenario(inventReport());
    const { answers, chart } = openingIn(report);
    expect(answers).toBeUndefined();
    expect(chart!.caption).toBe('1 thread 0.98×, 2 threads 1.91× (1.87–1.95); ideal would be 2.00×.');
    expect(linesOf(report).map(({ label }) => label)).toEqual([
      'recommended',
      'threads',
      'processes',
      'ceiling',
      'ideal on 2 cores',
    ]);
    expect(linesOf(report)[0]!.points).toEqual([[2, 1.91]]);
  });

  test('has the law with its band, and where workers begin to share cores', () => {
    const lines = linesOf(firstScenario(inventLargeReport()));
    expect(lines.map(({ label }) => label)).toEqual([
      'recommended',
      'threads',
      'processes',
      'usl-smt',
      'its 95 % interval',
      'ceiling',
      '16 physical cores',
      'ideal on 32 cores',
    ]);
    const [marked, measured, , law] = lines;
    expect(measured!.points).toContainEqual(marked!.points[0]);
    // The law was fitted to throughputs: as speedups it runs through the measured points.
    const at = (points: number[][], workers: number) => points.find(([count]) => count === workers)![1]!;
    for (const workers of [1, 8, 16])
      expect(at(law!.points, workers) / at(measured!.points, workers)).toBeCloseTo(1, 1);
    expect(lines[6]!.points).toEqual([
      [16, 0],
      [16, 16],
    ]);
  });

  test('has the settings as bars where a single worker count was measured', () => {
    const report = firstScenario(inventReport());
    const cases = report.cases.filter(({ workers, engine }) => workers === 2 || engine === 'serial');
    expect(linesOf({ ...report, cases })[0]!.label).toBe('speedup');
  });

  test('is the best so far where nothing is decided', () => {
    const report = firstScenario(inventReport());
    const recommendations = report.recommendations.map((one): Report['recommendations'][number] => ({
      ...one,
      verdict: 'undecided',
      speedupOf: one.caseId,
      caseId: report.cases[0]!.id,
    }));
    expect(linesOf({ ...report, recommendations })[0]!.label).toBe('best so far');
  });

  test('of a run that measured nothing has no picture', () => {
    expect(openingIn(inventEmptyReport())).toEqual({ chart: undefined });
  });
});

describe('the first screen of several scenarios', () => {
  const report = inventReport();
  const { chart, answers } = openingIn(report);

  test('is a table of answers', () => {
    expect(answers!.columns.map(({ label }) => label)).toEqual([
      'scenario',
      'speedup',
      'setting',
      'serial → setting',
      'how sure',
      'held back by',
      'next',
    ]);
    const [cells] = answers!.rows.map((row) =>
      row.cells.map(({ text, detail }) => (detail ? [text, detail] : text)),
    );
    expect(cells!.slice(0, 5)).toEqual([
      'cycles',
      ['1.91×', '1.87–1.95'],
      ['2 threads', 'imapUnordered, chunksize 1'],
      '118 ms → 62.1 ms',
      ['confirmed', '5 fresh rounds: 1.91× (1.87–1.95)'],
    ]);
  });

  test('has a bar an answer, of the gain and of what was lost up to the number of workers', () => {
    const { datasets, labels } = chart!.config.data;
    expect(labels).toEqual([
      ['cycles', '2 threads'],
      ['calculate-e', '2 threads'],
    ]);
    const parts = datasets.filter(({ type }) => type !== 'lineWithErrorBars');
    const gains = ({ slowdown = 0 }: NonNullable<ReportCase['lossWorkerMs']>, wallMs: number) =>
      Math.min(0, slowdown) / wallMs;
    const subject = report.cases.find(({ id }) => id === report.recommendations[0]!.caseId)!;
    const sum = parts.reduce((all, { data }) => all + data[0]!.x, 0);
    expect(sum + gains(subject.lossWorkerMs!, subject.wallMs!.median)).toBeCloseTo(2, 1);
    const { value, low, high } = subject.speedup!;
    expect(datasets.at(-1)!.data[0]).toMatchObject({ x: value, xMin: low, xMax: high });
  });

  test('the answers themselves stand in their sections', () => {
    const page = html(report);
    const places = ['aria-label="The answers"', 'id="scenario-cycles"', 'cycles: use 2 threads'];
    const found = places.map((text) => page.indexOf(text));
    expect(found).toEqual([...found].sort((a, b) => a - b));
    expect(found).not.toContain(-1);
  });
});

test('a warning about none of the answers is folded away, one about the run is not', () => {
  const minorOf = (report: Report) => runContent(report).findings!.filter(({ isMinor }) => isMinor);
  expect(minorOf({ ...inventReport(), recommendations: [] })).toEqual([]);
  expect(minorOf(inventReport()).map(({ check }) => check)).toEqual(['chunk-starvation']);
});

describe('what to do next', () => {
  const [chapter] = chaptersOf(inventReport());
  const subject = chapter!.cases.find(({ id }) => id === chapter!.recommendation!.caseId)!;
  const next = (change: Partial<ReportCase>, recommendation: object = {}) =>
    nextStep({
      ...chapter!,
      recommendation: { ...chapter!.recommendation!, ...recommendation },
      cases: chapter!.cases.map((one) => (one === subject ? { ...one, ...change } : one)),
    });
  const interval = (value: number) => ({ value, low: value, high: value });

  test('is to use what reaches all that the machine gives', () => {
    expect(next({ scaling: interval(1.95), ceiling: interval(1.97) })).toBe(
      'Use it as it is: it reaches 99 % of what 2 isolated workers give together, so more speed takes more cores.',
    );
  });

  test('is the lever of the largest part of the loss', () => {
    const none = interval(0);
    const lossIntervals = {
      ...{ total: interval(20), oversubscribed: none, startup: none, dispatch: interval(4), unused: none },
      ...{ tail: interval(16), wait: none, slowdown: none, unexplained: none },
    };
    expect(next({ scaling: interval(1.5), lossIntervals })).toMatch(
      /^Use it; most is left to win from uneven tail \(13 %\): use smaller chunks, or begin/,
    );
  });

  test('is to measure again what was disturbed or not confirmed', () => {
    const again = 'Measure again on a quiet machine before you rely on this.';
    expect(next({ basis: 'all', disturbedRounds: 3 })).toBe(again);
    const confirmed = { rounds: 5, speedup: interval(1.2), verdict: 'not confirmed' };
    expect(next({}, { confirmed })).toBe(again);
  });

  test('is to stay serial, until tasks are long enough', () => {
    const serial = { verdict: 'serial', speedupOf: subject.id, caseId: chapter!.cases[0]!.id } as const;
    expect(next({}, serial)).toBe('Keep it serial.');
    expect(next({ command: 'self-parallel' }, serial)).toBe('Keep to 1 worker.');
    const advice = { engine: subject.engine, smallestTaskMs: { value: 40, low: 30, high: 50 } };
    const chunkAdvice = [advice as unknown as Chapter['chunkAdvice'][number]];
    expect(
      nextStep({ ...chapter!, chunkAdvice, recommendation: { ...chapter!.recommendation!, ...serial } }),
    ).toBe(
      'Keep it serial: 2 threads would be worth it once a task takes 40.0 ms (30.0 ms–50.0 ms); a task takes 9.87 ms now.',
    );
  });
});
