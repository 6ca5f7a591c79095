import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compareMachines } from '../market/compare/index.js';
import { inventCompared, options } from '../market/compare/testing/invented-records.js';
import type { Demand } from '../market/plan/index.js';
import { need, needs } from '../testing/needs.js';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { comparisonContent } from './compare/content.js';
import { machines, versions } from './compare/testing/invented.js';
import type { Document } from './document/document.js';
import { fitContent } from './fit/content.js';
import { buildFitDocument } from './fit/document.js';
import { planContent } from './plan/content.js';
import { inventPlan } from './plan/testing/invented.js';
import { html } from './render/html/page.js';
import { runContent } from './run/content.js';
import { runsContent } from './runs/content.js';
import { drawnPage } from './testing/drawn-page.js';
import { hostile, inventHostileReport } from './testing/hostile.js';
import { firstScenario, inventEmptyReport, inventLargeReport, inventReport } from './testing/invented.js';

function fitOf(name: string): Document {
  const points = [1, 2, 4, 8, 16].map((workers) => ({
    workers,
    throughput: (100 * workers) / (1 + 0.04 * (workers - 1)),
  }));
  const curve = { name, points, unit: 'items/s', basis: name, machine: {}, doubts: [name] };
  return fitContent(
    buildFitDocument({
      ...{ file: name, format: 'csv', curves: [curve], machine: {}, counts: [32], command: name },
      versions: { corewise: '0.0.0' },
    }),
  );
}

const hostileMachine = (name: string, rate: number) =>
  inventCompared({ name, rate, label: name, host: { cpu: hostile } });
const hostileMachines = compareMachines(
  [hostileMachine(`1${hostile}`, 100), hostileMachine(`2${hostile}`, 80)],
  options,
);

const arrivals: Demand = {
  ...{ kind: 'arrivals', arrivals: { rate: 100 }, p95Ms: 50, balancer: 'random', seed: 1 },
  count: 2_000,
};
const plan = (...given: Parameters<typeof inventPlan>) => planContent(inventPlan(...given));

const runs = ['new', 'old', 'oldest'].map((name) => ({ ...inventReport(), label: name, folder: name }));

/** `colours`: the fewest of a chart that is drawn; `withAxe`: one of each kind. */
const pages: { name: string; document: Document; charts: number; colours?: number; withAxe?: true }[] = [
  { name: 'a fit', document: fitOf('sort'), charts: 1, withAxe: true },
  { name: 'a fit of a hostile name', document: fitOf(hostile), charts: 1 },
  { name: 'machines', document: comparisonContent(machines), charts: 2, withAxe: true },
  { name: 'versions', document: comparisonContent(versions), charts: 1 },
  { name: 'machines of hostile names', document: comparisonContent(hostileMachines), charts: 1 },
  { name: 'a plan for a stream', document: plan(), charts: 1 },
  { name: 'a plan for arrivals', document: plan({ demand: arrivals }), charts: 2, withAxe: true },
  { name: 'an impossible plan', document: plan({ constraints: { maxCostPerHour: 0.1 } }), charts: 0 },
  { name: 'a plan of hostile names', document: plan({ name: hostile }), charts: 1 },
  { name: 'a run on 2 cores', document: runContent(inventReport()), charts: 19, colours: 20, withAxe: true },
  {
    name: 'one scenario on 16 cores',
    document: runContent(firstScenario(inventLargeReport())),
    charts: 10,
    colours: 20,
  },
  { name: 'an interrupted run', document: runContent(inventEmptyReport()), charts: 0, withAxe: true },
  { name: 'a list of runs', document: runsContent(runs, 'reports'), charts: 0, withAxe: true },
  { name: 'a run of hostile texts', document: runContent(inventHostileReport()), charts: 19, colours: 20 },
];

interface Look {
  colorScheme?: 'light' | 'dark';
  viewport?: { width: number; height: number };
}

const executablePath = need('chromium');
describe.runIf(executablePath)(`a page in a browser${needs('chromium')}`, () => {
  const folder = temporaryFolder();
  const file = join(folder, 'page.html');
  let browser: Browser;
  /** One for all that need none of their own: opening another takes longer than loading a document. */
  let page: Page;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: executablePath!, args: ['--no-sandbox'] });
    page = await browser.newPage();
  });
  afterAll(() => browser.close());

  it.each(pages)(
    'of $name draws its charts without complaints or requests, shows every column, at any width and in the dark',
    async ({ document, charts, colours: least = 10, withAxe = false }) => {
      writeFileSync(file, html(document));
      const { complaints, unaccessible, colours, overflow, cut } = await drawnPage(page, file, { withAxe });
      expect(complaints).toEqual([]);
      expect(unaccessible).toEqual([]);
      expect(colours).toHaveLength(charts);
      expect(Math.min(Number.POSITIVE_INFINITY, ...colours)).toBeGreaterThan(least);
      expect(overflow).toBeLessThanOrEqual(0);
      expect(cut).toEqual([]);
    },
  );

  async function load(
    document: Document,
    { colorScheme = 'light', viewport = { width: 1280, height: 900 } }: Look = {},
  ): Promise<void> {
    writeFileSync(file, html(document));
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme, media: 'screen' });
    await page.goto(pathToFileURL(file).href);
  }

  it.each([
    ['a window', { width: 1440, height: 900 }],
    ['a phone', { width: 390, height: 844 }],
  ])('has the answer and its picture on the first screen of %s', async (_, viewport) => {
    await load(runContent(firstScenario(inventReport())), { viewport });
    const bottoms = await page.evaluate(`['.headline', '.reasons', '#answers'].map((part) =>
      document.querySelector(part).getBoundingClientRect().bottom)`);
    // Fonts differ from one system to the next.
    expect(Math.max(...(bottoms as number[]))).toBeLessThan(1.05 * viewport.height);
  });

  describe('of a large run', () => {
    beforeAll(() => load(runContent(inventLargeReport())));

    it('sorts a table by a heading, both ways, with missing figures last', async () => {
      const cases = '[aria-label="All cases of cycles"] table';
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
    });

    it('says what a bar is made of where it is pointed at', async () => {
      await page.locator('#answers').hover({ position: { x: 300, y: 40 } });
      const told =
        await page.evaluate(`(({ title, body }) => [...title, ...body.flatMap(({ lines }) => lines)])(
        Chart.getChart('answers').tooltip)`);
      expect(told).toEqual([
        'cycles: 31 threads',
        ' 95 % interval: 18.6 (17.8 to 19.5)',
        ' speedup: 18.6',
        ' lost: dispatch: 3.71',
        ' lost: uneven tail: 6.18',
        ' lost: waiting for a CPU: 1.24',
        ' lost: unexplained: 1.42',
      ]);
    });

    it('filters a table by words and values, and copies what is left of it', async () => {
      await page.evaluate(`Object.defineProperty(navigator, 'clipboard',
        { value: { writeText: async (text) => { window.copied = text; } } })`);
      const section = page.locator('section', { has: page.locator('#scenario-cycles') });
      const rows = section.locator('[aria-label="All cases of cycles"] tbody tr:visible');
      const tools = section.locator('.tools');
      const status = () => tools.getByRole('status').textContent();
      const copied = async (name: string): Promise<string> => {
        await tools.getByRole('button', { name: `Copy as ${name}` }).click();
        await tools.getByText(`Copied as ${name}`).waitFor();
        return page.evaluate('window.copied');
      };
      const all = await rows.count();
      await tools.getByRole('combobox', { name: 'workers' }).selectOption('16');
      const ofSixteen = await rows.count();
      expect(ofSixteen).toBeGreaterThan(1);
      expect(ofSixteen).toBeLessThan(all);
      await tools.getByRole('searchbox').fill('Threads  map');
      expect(await rows.count()).toBe(1);
      expect(await status()).toBe(`1 of ${all} shown`);
      const [names = '', values = '', ...more] = (await copied('CSV')).trimEnd().split('\r\n');
      expect(more).toEqual([]);
      expect(names).toMatch(/^engine,dispatch,workers,chunksize,chunksizeNote,cores,wallMs,wallMsNote,/);
      expect(values).toMatch(/^threads,map,16,1,auto,32,\d+\.\d+,/);
      const [head = '', ends = '', row = ''] = (await copied('Markdown')).split('\n');
      expect(head).toMatch(/^\| engine \| dispatch \| workers \| chunksize \|/);
      expect(ends).toMatch(/^\| --- \| --- \| ---: \|/);
      expect(row).toMatch(/^\| threads \| map \| 16 \| 1 \(auto\) \| 32 \| \d/);
      await tools.getByRole('searchbox').fill('no such words');
      expect(await status()).toBe(`0 of ${all} shown`);
    });
  });

  it('shows answer and table without JavaScript', async () => {
    writeFileSync(file, html(runContent(inventReport())));
    const page = await browser.newPage({ javaScriptEnabled: false });
    await page.goto(pathToFileURL(file).href);
    expect(await page.getByText('cycles: use 2 threads').isVisible()).toBe(true);
    expect(await page.getByRole('row').count()).toBeGreaterThan(10);
    // Instead of empty frames: what each chart shows.
    expect(await page.locator('.canvas').first().isVisible()).toBe(false);
    expect(await page.getByText('was without a chunk for').first().isVisible()).toBe(true);
    expect(await page.locator('noscript p').first().isVisible()).toBe(true);
  });

  it('gives the command that compares two runs which are chosen in their list, the newer one first', async () => {
    await load(runsContent(runs, 'reports'));
    const choose = (name: string) =>
      page.getByRole('checkbox', { name: `Compare ${name}`, exact: true }).click();
    await choose('oldest');
    await choose('new');
    const compares = page.locator('.chosen code');
    expect(await compares.textContent()).toBe(
      'npx corewise compare reports/new --against reports/oldest --out reports/compare',
    );
    await choose('old');
    expect(await compares.textContent()).toBe(
      'npx corewise compare reports/new --against reports/old --out reports/compare',
    );
    expect(await page.getByRole('checkbox', { checked: true }).count()).toBe(2);
  });

  it('prints with its charts and every column of its tables', async () => {
    await load(runContent(inventReport()), { colorScheme: 'dark', viewport: { width: 718, height: 1040 } });
    expect((await page.pdf()).length).toBeGreaterThan(50_000);
    await page.emulateMedia({ media: 'print' });
    const wide = `[...document.querySelectorAll('.table')].filter((table) => table.scrollWidth > table.clientWidth)
      .map((table) => table.getAttribute('aria-label'))`;
    expect(await page.evaluate(wide)).toEqual([]);
    expect(await page.locator('.table.stacked').count()).toBe(2);
  });
});
