import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { widthOf } from '../render/terminal/page.js';
import { inventHostileReport } from '../testing/hostile.js';
import { inventEmptyReport, inventLargeReport, inventReport } from '../testing/invented.js';
import { csv, json, markdown } from '../testing/rendered.js';
import { chaptersOf, rowsOf } from './chapters.js';
import { summarise } from './formats.js';
import { type Report, reportSchema } from './report/schema.js';

const reports: [string, () => Report][] = [
  ['a 2-core machine', inventReport],
  ['a 16-core machine', inventLargeReport],
  ['a run interrupted at once', inventEmptyReport],
  ['hostile texts', inventHostileReport],
];

describe.each(reports)('the terminal summary of %s', (_name, invent) => {
  test.each([80, 60, 132])('fits %i columns', (columns) => {
    const files = [`Report: ${'reports/'.repeat(20)}report.html`];
    for (const verbose of [false, true]) {
      const options = { columns, color: true, files, verbose };
      const lines = stripVTControlCharacters(summarise(invent(), options)).split('\n');
      expect(lines.filter((line) => widthOf(line) > columns)).toEqual([]);
    }
  });

  test('has no escape sequences without colour', () => {
    expect(summarise(invent(), { columns: 80, color: false, verbose: true })).not.toMatch(
      /[^\P{Cc}\n]|[\u2028\u202e]/u,
    );
  });
});

test.each([120, 80, 72, 66])('the table keeps at %i columns what tells its rows apart', (columns) => {
  const report = inventReport();
  const others = report.cases.filter(({ engine }) => engine === 'threads');
  report.cases.push(...others.map((c) => ({ ...c, id: `${c.id}/map`, dispatch: 'map' })));
  const headings = summarise(report, { columns, color: false, verbose: true })
    .split('\n')
    .filter((line) => line.startsWith('engine '));
  expect(headings.length).toBeGreaterThan(0);
  for (const heading of headings) expect(heading).toMatch(/^engine +dispatch +workers +chunksize .*speedup/);
});

test('what nobody asked for and no time was left for is a row of the data alone', () => {
  const report = inventLargeReport();
  const dropped = report.cases.find(({ status }) => status === 'dropped')!;
  const rows = () => chaptersOf(report).flatMap(rowsOf);
  expect(rows()).toContainEqual(dropped);
  dropped.role = 'reference';
  expect(rows()).not.toContainEqual(dropped);
  expect(csv(report)).toContain('dropped');
});

test('a single round gives no answer, and the report says why', () => {
  const report = inventReport();
  const single: Report = {
    ...report,
    recommendations: [],
    cases: report.cases.map((c) => ({ ...c, rounds: 1, speedup: c.engine === 'serial' ? c.speedup : null })),
  };
  const why = 'cannot tell yet: too few rounds (1) to tell';
  expect(summarise(single, { columns: 80, color: false })).toContain(why);
  expect(markdown(single)).toContain(why);
});

describe('the brief summary', () => {
  const brief = (report: Report) =>
    summarise(report, { columns: 80, color: false, files: ['out/report.html', 'out/report.md'] }).split('\n');

  test('of two scenarios fits a screen of 40 lines', () => {
    const lines = brief(inventLargeReport());
    expect(lines.length).toBeLessThanOrEqual(40);
    expect(lines.filter((line) => /^(cycles|calculate-e): /.test(line))).toHaveLength(2);
    expect(lines.filter((line) => /^(error|warning|info): /.test(line)).length).toBeLessThanOrEqual(5);
  });

  test('names the page, and none of the other files', () => {
    const text = brief(inventReport()).join('\n');
    expect(text).toContain('Full report, with charts and advice: out/report.html');
    expect(text).not.toContain('report.md');
  });

  test('explains why there is no pool, or no answer yet', () => {
    const report = inventReport();
    const [first] = report.recommendations;
    const serial: Report = {
      ...report,
      recommendations: [{ ...first!, verdict: 'serial', why: 'No pool gains 5 %.' }],
    };
    expect(brief(serial).join('\n')).toContain('No pool gains 5 %.');
  });
});

describe('the whole summary', () => {
  const lines = summarise(inventReport(), {
    columns: 80,
    color: false,
    verbose: true,
    files: ['Report: out/report.html'],
  }).split('\n');

  test('begins with the answer', () => {
    expect(lines[0]).toMatch(
      /^cycles: use 2 threads with imapUnordered, chunksize 1: 1\.91× as fast as serial/,
    );
  });

  test('says why, shows the cases, then findings with advice, then the files', () => {
    const at = (text: string) => lines.findIndex((line) => line.includes(text));
    const order = [
      '2 processes add',
      'engine',
      'warning: Other processes',
      '→ Stop other work',
      'out/report.html',
    ].map(at);
    expect(order).not.toContain(-1);
    expect(order).toEqual([...order].sort((a, b) => a - b));
  });

  test('shortens a long table to what one would look for, and says so', () => {
    expect(summarise(inventLargeReport(), { columns: 80, color: false, verbose: true })).toContain(
      'more cases in the report',
    );
  });

  test('wide characters count twice', () => {
    const report = inventReport();
    report.findings[0]!.message = '測定'.repeat(60);
    const text = summarise(report, { columns: 80, color: false, verbose: true });
    expect(text.split('\n').filter((line) => widthOf(line) > 80)).toEqual([]);
  });
});

describe('Markdown', () => {
  test('has the answer, a table a scenario, findings and the machine', () => {
    const text = markdown(inventReport());
    expect(text).toMatch(/^# corewise: default\n\n- \*\*cycles: use 2 threads/);
    expect(text).toContain(
      '| threads | imapUnordered | 2 | 1 | 2 | 62.1 ms (60.2–64.6 ms) | 1.91× (1.87–1.95) | 41.8 MiB (83.7 MiB in all) | ok |',
    );
    expect(text).toContain('- **warning** (chunk-starvation): Twelve tasks in chunks of 4');
    expect(text).toContain('Cores: 2 physical, 2 logical');
    expect(text).toContain('```sh\nnpx corewise run --seed 1\n```');
  });

  test.each([inventReport, inventLargeReport])('of two scenarios has under 60 lines', (invent) => {
    const report = invent();
    const [finding] = report.findings;
    report.findings.push(...Array.from({ length: 9 }, (_, i) => ({ ...finding!, check: `check-${i}` })));
    const text = markdown(report);
    expect(text.split('\n').length).toBeLessThan(60);
    expect(text).toMatch(/… and \d+ more settings in report\.html\./);
    expect(text).toContain('6 more findings in report.html.');
  });

  test('names every error, however many there are', () => {
    const report = inventReport();
    const error = { ...report.findings[0]!, severity: 'error' as const };
    report.findings = Array.from({ length: 9 }, (_, i) => ({ ...error, check: `error-${i}` }));
    expect(markdown(report).match(/\*\*error\*\*/g)).toHaveLength(9);
  });

  test('keeps hostile text in its place', () => {
    // A command stands as it is, in a block of code that it cannot end.
    const text = markdown(inventHostileReport()).replace(/```sh\n.*\n```/, '');
    expect(text).not.toMatch(/<(script|img|!--)|[^\P{Cc}\n]|[\u2028\u202e]/u);
    const widths = text
      .split('\n')
      .filter((line) => line.startsWith('| '))
      .map((line) => line.split(/(?<!\\)\|/).length);
    expect(new Set(widths).size).toBeLessThanOrEqual(2);
  });
});

describe('CSV', () => {
  const rowsOf = (report: Report) => csv(report).trimEnd().split('\r\n');

  test('has one row a case with unformatted numbers, empty where there is none', () => {
    const [header, serial] = rowsOf(inventReport());
    expect(header).toMatch(
      /^id,scenario,params,engine,dispatch,workers,chunksize,chunksizeAsked,cores,quota,start,wallMs,/,
    );
    expect(serial).toMatch(
      /^cycles\/serial,cycles,"\{""tasks"":12,""iterations"":10000000\}",serial,,1,1,,2,,,118\.4,/,
    );
    expect(rowsOf(inventReport())).toHaveLength(inventReport().cases.length + 1);
  });

  test.each(['=cmd()', '+1', '-1+2', '@sum', ' =cmd()', '\t=cmd()'])(
    'does not let %j run as a formula',
    (text) => {
      const report = inventReport();
      report.cases = [{ ...report.cases[0]!, engine: text }];
      expect(rowsOf(report)[1]).toContain(`,'${text},`);
    },
  );

  test('quotes what holds quotes, commas and line breaks', () => {
    const report = inventReport();
    report.cases = [{ ...report.cases[0]!, engine: 'a "b", c\nd' }];
    expect(csv(report)).toContain(',"a ""b"", c\nd",');
  });

  test('negative numbers stay numbers', () => {
    const report = inventReport();
    report.cases = [{ ...report.cases[1]!, speedup: { value: 1, low: -0.5, high: 2 } }];
    expect(csv(report)).toContain(',-0.5,');
  });
});

describe('JSON', () => {
  test.each(reports)('is the report itself: %s', (_name, invent) => {
    expect(reportSchema.parse(JSON.parse(json(invent())))).toEqual(invent());
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY])('refuses %d', (figure) => {
    const report = inventReport();
    report.cases[1]!.speedup!.high = figure;
    expect(() => json(report)).toThrow(/speedup/);
  });
});
