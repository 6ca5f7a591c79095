import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compareMachines } from '../../../market/compare/index.js';
import { inventCompared, options } from '../../../market/compare/testing/invented-records.js';
import type { Demand } from '../../../market/plan/index.js';
import { need, needs } from '../../../testing/needs.js';
import { temporaryFolder } from '../../../testing/temporary-folder.js';
import { comparisonContent } from '../../compare/content.js';
import { machines, versions } from '../../compare/testing/invented.js';
import type { Document } from '../../document/document.js';
import { fitContent } from '../../fit/content.js';
import { buildFitDocument } from '../../fit/document.js';
import { planContent } from '../../plan/content.js';
import { inventPlan } from '../../plan/testing/invented.js';
import { drawnPage } from '../../testing/drawn-page.js';
import { hostile } from '../../testing/hostile.js';
import { html } from './page.js';

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
};
const plan = (...given: Parameters<typeof inventPlan>) => planContent(inventPlan(...given));

const pages: { name: string; document: Document; charts: number }[] = [
  { name: 'a fit', document: fitOf('sort'), charts: 1 },
  { name: 'a fit of a hostile name', document: fitOf(hostile), charts: 1 },
  { name: 'machines', document: comparisonContent(machines), charts: 2 },
  { name: 'versions', document: comparisonContent(versions), charts: 1 },
  { name: 'machines of hostile names', document: comparisonContent(hostileMachines), charts: 1 },
  { name: 'a plan for a stream', document: plan(), charts: 1 },
  { name: 'a plan for arrivals', document: plan({ demand: arrivals }), charts: 2 },
  { name: 'an impossible plan', document: plan({ constraints: { maxCostPerHour: 0.1 } }), charts: 0 },
  { name: 'a plan of hostile names', document: plan({ name: hostile }), charts: 1 },
];

const executablePath = need('chromium');
describe.runIf(executablePath)(`the page in a browser${needs('chromium')}`, () => {
  const folder = temporaryFolder();
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: executablePath!, args: ['--no-sandbox'] });
  });
  afterAll(() => browser.close());

  it.each(pages)(
    'of $name draws its charts without complaints, at any width',
    async ({ document, charts }) => {
      const file = join(folder, 'page.html');
      writeFileSync(file, html(document));
      const { complaints, colours, overflow, cut } = await drawnPage(browser, file);
      expect(complaints).toEqual([]);
      expect(colours).toHaveLength(charts);
      expect(Math.min(Number.POSITIVE_INFINITY, ...colours)).toBeGreaterThan(10);
      expect(overflow).toBeLessThanOrEqual(0);
      expect(cut).toEqual([]);
    },
  );
});
