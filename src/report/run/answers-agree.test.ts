import { describe, expect, it } from 'vitest';
import { inventRecord } from '../../insight/testing/invented-record.js';
import type { InventedCase, InventedRun } from '../../insight/testing/invented-run.js';
import { csv, html, markdown } from '../testing/rendered.js';
import { answerOf, type ChapterAnswer } from './answer.js';
import { chaptersOf } from './chapters.js';
import { summarise } from './formats.js';
import { buildReport } from './report/build.js';
import { reportSchema } from './report/schema.js';

const serial = { engine: 'serial', wallMs: 144 };
const threads = (workers: number, wallMs: InventedCase['wallMs'], more: Partial<InventedCase> = {}) => ({
  engine: 'threads',
  workers,
  ...(wallMs === undefined ? {} : { wallMs }),
  ...more,
});
/** Alternating by ±spread. */
const unsteady = (wallMs: number, spread: number) => (round: number) =>
  wallMs * Math.exp(round % 2 === 0 ? spread : -spread);
const timed = {
  plan: { rounds: null, command: 'corewise run cycles --max-time 60s' },
  stopped: { reason: 'time' as const },
};
const dropped = 'time was short';

const records: [string, InventedRun, Pick<ChapterAnswer, 'verdict' | 'figure' | 'headline'>][] = [
  [
    'a pool',
    { cases: [serial, threads(2, unsteady(75, 0.03))] },
    {
      verdict: 'pool',
      figure: '1.92×',
      headline:
        'cycles: use 2 threads with imapUnordered, chunksize 1: 1.92× as fast as serial (1.88–1.96), 144 ms → 75.0 ms per pass.',
    },
  ],
  [
    'serial',
    { cases: [serial, threads(2, unsteady(203, 0.02))] },
    {
      verdict: 'serial',
      figure: '0.71×',
      headline:
        'cycles: stay serial: the best pool, 2 threads with imapUnordered, chunksize 1, is only 0.71× as fast as serial (0.70–0.72).',
    },
  ],
  [
    'undecided',
    { rounds: 6, ...timed, cases: [serial, threads(2, unsteady(100, 1))] },
    {
      verdict: 'undecided',
      figure: '0.5–4.5×',
      headline:
        'cycles: cannot tell yet: 2 threads are 0.5 to 4.5 times as fast as serial. About 54 more rounds (60 s) would tell: npx corewise run cycles --max-time 60s',
    },
  ],
  [
    'an interval that holds everything',
    { rounds: 2, ...timed, cases: [serial, threads(2, unsteady(100, 1))] },
    {
      verdict: 'undecided',
      figure: '?',
      headline:
        'cycles: cannot tell yet: too few rounds (2) to say anything about 2 threads. Measure longer: npx corewise run cycles --max-time 10s',
    },
  ],
  [
    'one round',
    { rounds: 1, ...timed, cases: [serial, threads(2, 75)] },
    {
      verdict: 'none',
      figure: '–',
      headline:
        'cycles: cannot tell yet: too few rounds (1) to tell anything. Measure longer: npx corewise run cycles --max-time 10s',
    },
  ],
  [
    'nothing but serial asked for',
    { cases: [serial] },
    { verdict: 'none', figure: '–', headline: 'cycles: no answer, since only serial was to be measured.' },
  ],
  [
    'everything dropped',
    { ...timed, cases: [serial, threads(2, undefined, { dropped }), threads(3, undefined, { dropped })] },
    {
      verdict: 'none',
      figure: '–',
      headline:
        'cycles: no answer, since none of 2 settings was measured; all would take about 30 s: --max-time 30s.',
    },
  ],
  [
    'most of it dropped',
    {
      ...timed,
      cases: [
        serial,
        threads(2, 203),
        threads(3, undefined, { dropped }),
        threads(4, undefined, { dropped }),
      ],
    },
    {
      verdict: 'serial',
      figure: '0.71×',
      headline:
        'cycles: stay serial (1 of 3 settings was measured): the best pool, 2 threads with imapUnordered, chunksize 1, is only 0.71× as fast as serial (0.71–0.71).',
    },
  ],
];

const plainly = (text: string) => text.replace(/\s+/g, ' ');
/** The page's text: what entities and tags stand for. */
const textOf = (page: string) =>
  plainly(page.replace(/<script[\s\S]*?<\/script>/g, '').replace(/<[^>]+>/g, ' ')).replaceAll('&gt;', '>');

describe.each(records)('the record of %s', (_, run, wanted) => {
  const report = buildReport(inventRecord(run));
  const [chapter] = chaptersOf(report);
  const answer = answerOf(chapter!, report);
  const texts = {
    page: textOf(html(report)),
    markdown: plainly(markdown(report).replaceAll('\\', '')),
    terminal: plainly(summarise(report, { columns: 120, color: false, verbose: true })),
  };

  it('has one answer, in the report, on the page, in Markdown and in the terminal', () => {
    expect(reportSchema.parse(report)).toEqual(report);
    expect(answer).toMatchObject(wanted);
    const told = Object.entries(texts).filter(([, text]) => text.includes(wanted.headline));
    expect(told.map(([name]) => name)).toEqual(Object.keys(texts));
    expect(texts.page).toContain(`${wanted.figure} `);
    if (wanted.verdict !== 'none') {
      expect(report.recommendations[0]).toMatchObject({
        verdict: wanted.verdict,
        headline: wanted.headline,
        why: answer.why,
      });
      for (const text of Object.values(texts)) expect(text).toContain(answer.why);
    }
  });

  it('says of a setting that is it recommended only where it is', () => {
    const recommended = report.cases.filter((c) => c.versusRecommended?.verdict === 'recommended');
    const { caseId } = answer;
    expect(recommended.map(({ id }) => id)).toEqual(caseId === undefined ? [] : [caseId]);
  });

  it('shows serial against itself nowhere', () => {
    const speedup = report.recommendations[0]?.speedup;
    expect(speedup === undefined || speedup.low < speedup.high || speedup.value !== 1).toBe(true);
    for (const text of Object.values(texts)) expect(text).not.toMatch(/1\.00× ?\(?1\.00–1\.00|1\.00×/);
    const [header = '', first = ''] = csv(report).split('\r\n');
    const at = header.split(',').indexOf('speedup') - header.split(',').length;
    expect(first.split(',').slice(at, at + 3)).toEqual(['', '', '']);
  });
});

it('what a verdict would not have seen stands with it', () => {
  const report = buildReport(
    inventRecord({
      cases: [
        serial,
        threads(2, 72),
        { ...threads(2, unsteady(72.5, 0.02)), dispatch: 'map' },
        { ...threads(2, unsteady(73, 0.2)), dispatch: 'apply' },
      ],
    }),
  );
  for (const text of [
    textOf(html(report)),
    markdown(report),
    summarise(report, { columns: 132, color: false, verbose: true }),
  ]) {
    expect(text).toContain('same ±1.5 %');
    expect(text).toContain('cannot tell ±16 %');
  }
  expect(report.comparisons.flatMap(({ leastDifference }) => leastDifference ?? [])).toHaveLength(2);
});
