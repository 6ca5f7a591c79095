import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { ConsoleMessage, Dialog, Page, Request } from 'playwright-core';

/** What a browser makes of a page at several widths, in the light and in the dark. */
export interface DrawnPage {
  /** Console errors, exceptions, dialogs, and requests for anything but the page. */
  complaints: string[];
  /** Colours of each canvas, the fewest of all these and 25 at most: one that was not drawn has few. */
  colours: number[];
  /** By how much the page is wider than its window, at worst. */
  overflow: number;
  /** What axe-core finds fault with, in the light and in the dark: `dark: color-contrast .muted`. */
  unaccessible: string[];
  /** Cells of tables that stand outside of the window, and headings that say nothing: `1440: workers`. */
  cut: string[];
}

/** Each costs drawing all charts anew, and one that changes both width and colours does so twice. */
const ways = [
  { width: 1440, colorScheme: 'light' },
  { width: 1440, colorScheme: 'dark' },
  { width: 768, colorScheme: 'dark' },
  { width: 390, colorScheme: 'dark' },
] as const;

/** What a page complains of from now on, until it is asked for. */
function complaintsOf(page: Page, url: string): () => string[] {
  const complaints: string[] = [];
  const listeners = {
    console: (message: ConsoleMessage) => message.type() === 'error' && complaints.push(message.text()),
    pageerror: (error: Error) => complaints.push(String(error)),
    dialog: (dialog: Dialog) => {
      complaints.push(`dialog ${dialog.message()}`);
      void dialog.dismiss();
    },
    request: (request: Request) => {
      if (request.url() !== url && !request.url().startsWith('data:')) complaints.push(request.url());
    },
  };
  for (const [name, listener] of Object.entries(listeners)) page.on(name as 'console', listener as never);
  return () => {
    for (const [name, listener] of Object.entries(listeners)) page.off(name as 'console', listener as never);
    return complaints;
  };
}

/** Loads `file` in the browser's `page`. `withAxe`: for a second of computing, ask axe-core too. */
export async function drawnPage(
  page: Page,
  file: string,
  { withAxe = false }: { withAxe?: boolean } = {},
): Promise<DrawnPage> {
  const url = pathToFileURL(file).href;
  const complaints = complaintsOf(page, url);
  await page.setViewportSize({ width: ways[0].width, height: 900 });
  await page.emulateMedia({ colorScheme: ways[0].colorScheme });
  await page.goto(url);
  const unaccessible: string[] = [];
  const looks: Pick<DrawnPage, 'colours' | 'overflow' | 'cut'>[] = [];
  for (const { width, colorScheme } of ways) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme });
    await drawnAnew(page);
    if (withAxe && width === ways[0].width)
      unaccessible.push(...(await faultsOf(page, colorScheme)).map((fault) => `${colorScheme}: ${fault}`));
    const cut = (await cutCells(page)).map((cell) => `${width}: ${cell}`);
    looks.push({ colours: await coloursOf(page), overflow: await overflowOf(page), cut });
  }
  return {
    complaints: complaints(),
    unaccessible,
    colours: looks[0]!.colours.map((_, i) => Math.min(...looks.map(({ colours }) => colours[i]!))),
    overflow: Math.max(...looks.map(({ overflow }) => overflow)),
    cut: looks.flatMap(({ cut }) => cut),
  };
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** In the dark the colours alone are others. */
async function faultsOf(page: Page, colorScheme: string): Promise<string[]> {
  await page.evaluate(axe);
  const rules = colorScheme === 'light' ? {} : { runOnly: ['color-contrast'] };
  // What passes is not gathered.
  const options = { ...rules, resultTypes: ['violations'] };
  return page.evaluate(`axe.run(${JSON.stringify(options)}).then(({ violations }) => violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target }) => id + ' ' + target.join(' '))))`);
}

/** Charts and tables hear of their new size in the next frame, and take it in the one after. */
function drawnAnew(page: Page): Promise<void> {
  return page.evaluate(`new Promise((done) => {
    const wait = (frames) => (frames === 0 ? done() : requestAnimationFrame(() => wait(frames - 1)));
    wait(4);
  })`);
}

/** No more are counted: a chart with as many is drawn. */
const ENOUGH_COLOURS = 25;

function coloursOf(page: Page): Promise<number[]> {
  return page.evaluate(`[...document.querySelectorAll('canvas')].map((canvas) => {
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    const colours = new Set();
    let last;
    for (const pixel of new Uint32Array(data.buffer)) {
      if (pixel === last) continue;
      colours.add((last = pixel));
      if (colours.size === ${ENOUGH_COLOURS}) break;
    }
    return colours.size;
  })`);
}

function overflowOf(page: Page): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
}

/** By heading and text: what of a table one would have to scroll sideways for, or cannot see at all. */
function cutCells(page: Page): Promise<string[]> {
  return page.evaluate(`[...document.querySelectorAll('.table')].flatMap((table) => {
    const headings = [...table.querySelectorAll('th')].map((heading) => heading.textContent);
    const edge = Math.min(innerWidth, table.getBoundingClientRect().right) + 1;
    const isCut = (cell) => {
      const { left, right, width, height } = cell.getBoundingClientRect();
      return left < 0 || right > edge || width < 1 || height < 1;
    };
    return [...table.querySelectorAll('tbody tr')].flatMap((row) =>
      [...row.cells].filter(isCut).map((cell) => headings[cell.cellIndex] + ' ' + cell.textContent));
  })`);
}
