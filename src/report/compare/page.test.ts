import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { need, needs } from '../../testing/needs.js';
import { temporaryFolder } from '../../testing/temporary-folder.js';
import { drawnPage } from '../testing/drawn-page.js';
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
    const { complaints, colours, overflow } = await drawnPage(browser, file);
    expect(complaints).toEqual([]);
    expect(colours).toHaveLength(charts);
    expect(Math.min(...colours)).toBeGreaterThan(10);
    expect(overflow).toBeLessThanOrEqual(0);
  });
});
