import { describe, expect, test } from 'vitest';
import { inventHostileReport } from '../testing/hostile.js';
import { inventEmptyReport, inventLargeReport, inventReport } from '../testing/invented.js';
import { html } from '../testing/rendered.js';
import type { Report } from './report/schema.js';

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
    const markup = html(inventReport()).replace(/<script[\s\S]*?<\/script>/g, '');
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
    const report = inventLargeReport();
    const names = Array.from({ length: 5 }, (_, i) => `work-${i}`);
    const forEach = <T extends { scenario: string }>(all: readonly T[], changed: (one: T, id: string) => T) =>
      names.flatMap((name) =>
        all
          .filter(({ scenario }) => scenario === 'cycles')
          .map((one) => changed({ ...one, scenario: name }, name)),
      );
    const chunks = Array.from(
      { length: 2000 },
      (_, i): NonNullable<Report['timelines']>[number]['chunks'][number] => {
        const started = Math.floor(i / 31) * 15.2718;
        return [i % 31, i, 1, started, started + 0.1234, started + 14.9871, 0.5];
      },
    );
    const large: Report = {
      ...report,
      scenarios: names.map((name) => ({ ...report.scenarios[0]!, name })),
      cases: forEach(report.cases, (c, name) => ({ ...c, id: `${name}/${c.id}` })),
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
    expect(large.cases.length).toBeGreaterThan(100);
    expect(html(large).match(/Timeline of a pass<\/h3>/g)).toHaveLength(5);
    expect(Buffer.byteLength(html(large))).toBeLessThan(2 ** 20);
  });

  test('says that there is no answer where there is none', () => {
    expect(html(inventEmptyReport())).toContain('cycles: no answer');
  });
});
