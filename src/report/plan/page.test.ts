import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Demand } from '../../capacity/plan/index.js';
import { need, needs } from '../../testing/needs.js';
import { temporaryFolder } from '../../testing/temporary-folder.js';
import { drawnPage } from '../testing/drawn-page.js';
import { hostile } from '../testing/hostile.js';
import { html } from './page.js';
import { inventPlan } from './testing/invented.js';

const executablePath = need('chromium');
const arrivals: Demand = {
  kind: 'arrivals',
  arrivals: { rate: 100 },
  p95Ms: 50,
  balancer: 'random',
  seed: 1,
};

describe.runIf(executablePath)(`the page in a browser${needs('chromium')}`, () => {
  const folder = temporaryFolder();
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: executablePath!, args: ['--no-sandbox'] });
  });
  afterAll(() => browser.close());

  it.each([
    ['a stream', inventPlan(), 1],
    ['arrivals', inventPlan({ demand: arrivals }), 2],
    ['the impossible', inventPlan({ constraints: { maxCostPerHour: 0.1 } }), 0],
    ['hostile names', inventPlan({ name: hostile }), 1],
  ])('of %s draws its charts without complaints, at any width', async (_name, document, charts) => {
    const file = join(folder, 'plan.html');
    writeFileSync(file, html(document));
    const { complaints, colours, overflow } = await drawnPage(browser, file);
    expect(complaints).toEqual([]);
    expect(colours).toHaveLength(charts);
    expect(Math.min(100, ...colours)).toBeGreaterThan(10);
    expect(overflow).toBeLessThanOrEqual(0);
  });
});
