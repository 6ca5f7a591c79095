import { describe, expect, test } from 'vitest';
import { inventHostileReport } from '../testing/hostile.js';
import { inventEmptyReport, inventLargeReport, inventReport } from '../testing/invented.js';
import { html } from '../testing/rendered.js';
import type { Report } from './report/schema.js';

/** So many scenarios of so many cases each, the later ones with other chunksizes, and with as many chunks as a record keeps. */
function inventMany(scenarios: number, casesEach: number): Report {
  const report = inventLargeReport();
  const names = Array.from({ length: scenarios }, (_, i) => `work-${i}`);
  const forEach = <T extends { scenario: string }>(all: readonly T[], changed: (one: T, id: string) => T) =>
    names.flatMap((name) =>
      all
        .filter(({ scenario }) => scenario === 'cycles')
        .map((one) => changed({ ...one, scenario: name }, name)),
    );
  const own = report.cases.filter(({ scenario }) => scenario === 'cycles');
  const cases = Array.from({ length: casesEach }, (_, i) => {
    const one = own[i % own.length]!;
    const more = 10 * Math.floor(i / own.length);
    const chunksize = one.chunksize + more;
    return more === 0 ? one : { ...one, id: `${one.id}/${more}`, chunksize, chunksizeAsked: [chunksize] };
  });
  const chunks = Array.from(
    { length: 2000 },
    (_, i): NonNullable<Report['timelines']>[number]['chunks'][number] => {
      const started = Math.floor(i / 31) * 15.2718;
      return [i % 31, i, 1, started, started + 0.1234, started + 14.9871, 0.5];
    },
  );
  return {
    ...report,
    scenarios: names.map((name) => ({ ...report.scenarios[0]!, name })),
    cases: forEach(cases, (c, name) => ({ ...c, id: `${name}/${c.id}` })),
    fits: forEach(report.fits, (fit, name) => ({
      ...fit,
      over: { ...fit.over, caseIds: fit.over.caseIds.map((id) => `${name}/${id}`) },
    })),
    recommendations: forEach(report.recommendations, (one, name) => ({
      ...one,
      caseId: `${name}/${one.caseId}`,
    })),
    timelines: forEach(report.timelines!, (one, name) => ({
      ...one,
      case: `${name}/${one.case}`,
      wallMs: 1000,
      chunks,
    })),
  };
}

describe('the page', () => {
  test('is one document with the chapters in reading order', () => {
    const page = html(inventReport());
    const order = [
      '1.91×',
      'class="doubts"',
      'Invented Xeon',
      'id="scenario-cycles"',
      'id="findings"',
      'id="guide"',
      'id="reproduce"',
    ];
    const places = order.map((text) => page.indexOf(text));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  test('loads nothing', () => {
    const page = html(inventReport()).replace(/<script[\s\S]*?<\/script>/g, '');
    // A link that a reader may follow, to the pictures beside the page.
    const markup = page.replaceAll('<a href="charts/">', '');
    expect(markup).not.toMatch(/(src|href)="(?!#|data:)/);
    expect(markup).not.toMatch(/@import|url\(/);
  });

  test('escapes hostile texts, in the markup as in the data of the charts', () => {
    const page = html(inventHostileReport());
    expect(page).not.toMatch(/<script>alert|<img src=x/);
    const [, data] = /<script type="application\/json" id="charts">([\s\S]*?)<\/script>/.exec(page)!;
    expect(data).not.toContain('<');
    expect(() => JSON.parse(data!)).not.toThrow();
  });

  test('of a hundred cases, each scenario with as many chunks as a record keeps, is under 1 MiB', () => {
    const large = inventMany(5, 21);
    expect(large.cases.length).toBeGreaterThan(100);
    expect(html(large).match(/Timeline of a pass<\/h3>/g)).toHaveLength(5);
    expect(Buffer.byteLength(html(large))).toBeLessThan(2 ** 20);
  });

  test('of five thousand cases shows those that tell most, and says so', () => {
    const page = html(inventMany(1, 5000));
    expect(Buffer.byteLength(page)).toBeLessThan(2 * 2 ** 20);
    expect(page).toContain('Shown are 600 of 5,000 cases: serial, the answer, what failed, and the fastest.');
    const [, table = ''] = page.split('aria-label="All cases of work-0"');
    expect(table.match(/<tr/g)).toHaveLength(1 + 600);
    expect(table).toContain('<tr class="best"');
    expect(page).toContain('Of 477 chunksizes about 12 are shown.');
  });

  test('of very many scenarios draws the first ones, and says so', () => {
    const page = html(inventMany(14, 21));
    expect(page.match(/Timeline of a pass<\/h3>/g)).toHaveLength(12);
    expect(page.match(/a page has those of the first 12 scenarios, and this run has 14\./g)).toHaveLength(2);
    expect(page.match(/aria-label="All cases of/g)).toHaveLength(14);
  });

  test('says that there is no answer where there is none', () => {
    expect(html(inventEmptyReport())).toContain('cycles: no answer');
  });
});
