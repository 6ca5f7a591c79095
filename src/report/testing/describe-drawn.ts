import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { need, needs } from '../../testing/needs.js';
import { temporaryFolder } from '../../testing/temporary-folder.js';
import { drawnPage } from './drawn-page.js';

/** An HTML document, and how many charts it has. */
export interface TestedPage {
  name: string;
  html: string;
  charts: number;
}

/** Tests that a browser shows each page as it should be, wide and narrow, in the light and in the dark. */
export function describeDrawn(pages: readonly TestedPage[]): void {
  const executablePath = need('chromium');
  describe.runIf(executablePath)(`the page in a browser${needs('chromium')}`, () => {
    const folder = temporaryFolder();
    let browser: Browser;
    beforeAll(async () => {
      browser = await chromium.launch({ executablePath: executablePath!, args: ['--no-sandbox'] });
    });
    afterAll(() => browser.close());

    it.each(pages)('of $name draws its charts without complaints, at any width', async ({ html, charts }) => {
      const file = join(folder, 'page.html');
      writeFileSync(file, html);
      const { complaints, colours, overflow, lost } = await drawnPage(browser, file);
      expect(complaints).toEqual([]);
      expect(colours).toHaveLength(charts);
      expect(Math.min(Number.POSITIVE_INFINITY, ...colours)).toBeGreaterThan(10);
      expect(overflow).toBeLessThanOrEqual(0);
      expect(lost).toEqual([]);
    });
  });
}
