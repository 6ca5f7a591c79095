import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { need, needs } from '../../testing/needs.js';
import { cutCells, drawnAnew } from '../testing/drawn-page.js';
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

  test('says that there is no answer where there is none', () => {
    expect(html(inventEmptyReport())).toContain('cycles: no answer');
  });
});

const executablePath = need('chromium');

describe.runIf(executablePath)(`the page in a browser${needs('chromium')}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'corewise-page-'));
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: executablePath!, args: ['--no-sandbox'] });
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  /** Opens a report; `complaints` gets console errors, dialogs and requests for anything but the page. */
  async function open(
    report: Report,
    options: Parameters<Browser['newPage']>[0],
    complaints: string[] = [],
  ): Promise<Page> {
    const file = join(folder, 'report.html');
    writeFileSync(file, html(report));
    const url = pathToFileURL(file).href;
    const page = await browser.newPage(options);
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('dialog', (dialog) => {
      complaints.push(`dialog ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('request', (request) => {
      if (request.url() !== url && !request.url().startsWith('data:')) complaints.push(request.url());
    });
    await page.goto(url);
    return page;
  }

  /** For each canvas, how many different colours it shows. */
  const colorsDrawn = (page: Page): Promise<number[]> =>
    page.evaluate(`[...document.querySelectorAll('canvas')].map((canvas) => {
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      return new Set(new Uint32Array(data.buffer)).size;
    })`);

  const overflow = (page: Page): Promise<number> =>
    page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');

  const reports: [string, () => Report, number][] = [
    ['a 2-core machine', inventReport, 10],
    ['a 16-core machine', inventLargeReport, 10],
    ['an interrupted run', inventEmptyReport, 0],
    ['hostile texts', inventHostileReport, 10],
  ];

  test.each(reports)(
    'of %s draws its charts without errors or requests, at any width and in the dark',
    async (_name, invent, count) => {
      const complaints: string[] = [];
      const page = await open(invent(), { viewport: { width: 1280, height: 900 } }, complaints);
      const check = async () => {
        await drawnAnew(page);
        const drawn = await colorsDrawn(page);
        expect(drawn).toHaveLength(count);
        expect(drawn.filter((colors) => colors < 20)).toEqual([]);
        expect(await overflow(page)).toBeLessThanOrEqual(0);
      };
      await check();
      await page.emulateMedia({ colorScheme: 'dark' });
      await check();
      await page.setViewportSize({ width: 380, height: 800 });
      await check();
      expect(complaints).toEqual([]);
      await page.close();
    },
  );

  test.each(reports)('of %s shows every column at 1,440 and at 390 pixels', async (_name, invent) => {
    const page = await open(invent(), { viewport: { width: 1440, height: 900 } });
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 900 });
      await drawnAnew(page);
      expect(await cutCells(page)).toEqual([]);
      expect(await overflow(page)).toBeLessThanOrEqual(0);
    }
    await page.close();
  });

  test('sorts a table by a heading, both ways, with missing figures last', async () => {
    const cases = '[aria-label="All cases of cycles"] table';
    const page = await open(inventLargeReport(), { viewport: { width: 1280, height: 900 } });
    const heading = page.locator(cases).first().getByRole('columnheader', { name: 'speedup' });
    const column = (): Promise<string[]> =>
      page.evaluate(
        `[...document.querySelector('${cases}').tBodies[0].rows].map((row) => row.cells[6].dataset.sort)`,
      );
    const measured = async () => (await column()).filter((key) => key !== '').map(Number);
    await heading.getByRole('button').click();
    expect(await measured()).toEqual([...(await measured())].sort((a, b) => a - b));
    await heading.getByRole('button').click();
    expect(await measured()).toEqual([...(await measured())].sort((a, b) => b - a));
    expect((await column()).slice(-3)).toEqual(['', '', '']);
    expect(await heading.getAttribute('aria-sort')).toBe('descending');
    await page.close();
  });

  test('shows answer and table without JavaScript', async () => {
    const page = await open(inventReport(), { javaScriptEnabled: false });
    expect(await page.getByText('cycles: use 2 threads').isVisible()).toBe(true);
    expect(await page.getByRole('row').count()).toBeGreaterThan(10);
    await page.close();
  });

  test('prints with its charts', async () => {
    const page = await open(inventReport(), { colorScheme: 'dark' });
    expect((await page.pdf()).length).toBeGreaterThan(50_000);
    await page.close();
  });
});
