import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { need, needs } from '../../testing/needs.js';
import { temporaryFolder } from '../../testing/temporary-folder.js';
import { html } from './page.js';
import { machines, versions } from './testing/invented.js';

const executablePath = need('chromium');

describe.runIf(executablePath)(`the page in a browser${needs('chromium')}`, () => {
  const folder = temporaryFolder();
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: executablePath!, args: ['--no-sandbox'] });
  });
  afterAll(() => browser.close());

  it.each([
    ['machines', machines, 2],
    ['versions', versions, 1],
  ] as const)('of %s draws its charts without complaints, at any width', async (name, document, charts) => {
    const file = join(folder, `${name}.html`);
    writeFileSync(file, html(document));
    const page = await browser.newPage({ viewport: { width: 1200, height: 900 } });
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    await page.goto(pathToFileURL(file).href);
    for (const width of [1200, 420]) {
      await page.setViewportSize({ width, height: 900 });
      const colours: number[] =
        await page.evaluate(`[...document.querySelectorAll('canvas')].map((canvas) => {
        const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        return new Set(new Uint32Array(data.buffer)).size;
      })`);
      expect(colours).toHaveLength(charts);
      expect(Math.min(...colours)).toBeGreaterThan(10);
      const overflow: number = await page.evaluate(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      );
      expect(overflow).toBeLessThanOrEqual(0);
    }
    expect(complaints).toEqual([]);
    await page.close();
  });
});
