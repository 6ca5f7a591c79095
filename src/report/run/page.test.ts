import { describe, expect, test } from 'vitest';
import { inventHostileReport } from '../testing/hostile.js';
import { inventEmptyReport, inventReport } from '../testing/invented.js';
import { html } from '../testing/rendered.js';

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

  test('says that there is no answer where there is none', () => {
    expect(html(inventEmptyReport())).toContain('cycles: no answer');
  });
});
