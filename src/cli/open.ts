import { spawn } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Command } from 'commander';
import { UsageError } from '../errors.js';
import { whyNotRead } from '../files/index.js';
import { readRecord } from '../record/index.js';
import { buildReport, writeReport } from '../report/index.js';
import { jsonOption } from './options.js';
import { printJson, printLines } from './print.js';

const LATEST = join('reports', 'latest');

export function defineOpen(command: Command): void {
  command
    .description(
      'Opens a page in the browser: the report of a run, a comparison, a fit, a plan, or the list of runs.',
    )
    .argument(
      '[record]',
      'a record.jsonl, the folder of a run, a comparison, a fit or a plan, or a folder of runs (default: reports/latest)',
    )
    .addOption(jsonOption)
    .action((record: string | undefined, { json }: { json?: boolean }) =>
      open(record ?? LATEST, json === true),
    );
}

async function open(path: string, json: boolean): Promise<void> {
  const page = resolve(await pageOf(path));
  const opened = await openInBrowser(page);
  if (json) printJson({ page, opened });
  else printLines([opened ? `Opened ${page}` : `There is no browser to open here. The page is ${page}`]);
}

/** Of a run, of what the other commands write with --out, and of a folder of runs their list. */
const PAGES = ['report.html', 'compare.html', 'fit.html', 'plan.html', 'runner.html', 'index.html'];

/** A page that is there; that of a run is written where it is missing. */
async function pageOf(path: string): Promise<string> {
  const folder = folderOf(path);
  const found = PAGES.map((file) => join(folder, file)).find(existsSync);
  if (found !== undefined) return found;
  if (!existsSync(join(folder, 'record.jsonl')))
    throw new UsageError(
      `${folder} has neither a page nor a record.jsonl: name the folder of a run, such as ${LATEST}.`,
    );
  const [page] = await writeReport(buildReport(await readRecord(folder)), folder, ['html']);
  return page!;
}

function folderOf(path: string): string {
  try {
    if (statSync(path).isDirectory()) return path;
  } catch (error) {
    const advice = path === LATEST ? ' Measure something first: npx corewise run' : '';
    throw new UsageError(`Cannot open ${path}: ${whyNotRead(error)}.${advice}`, { cause: error });
  }
  // Where there are no links, reports/latest holds the name of a folder.
  if (basename(path) === 'latest') return join(dirname(path), readFileSync(path, 'utf8').trim());
  return dirname(path);
}

/** What opens a file in the user's browser, and its arguments: no shell reads them. */
function openerFor(page: string, platform: NodeJS.Platform): [program: string, args: string[]] {
  if (platform === 'darwin') return ['open', [page]];
  if (platform === 'win32') return ['rundll32', ['url.dll,FileProtocolHandler', pathToFileURL(page).href]];
  return ['xdg-open', [page]];
}

/** Some openers stay as long as the browser does. */
const LONG_ENOUGH_MS = 2000;

/** Whether something opened it: false where there is no opener, or where it failed. */
export function openInBrowser(page: string, platform: NodeJS.Platform = process.platform): Promise<boolean> {
  const [program, args] = openerFor(page, platform);
  return new Promise((settle) => {
    const child = spawn(program, args, { stdio: 'ignore', detached: true, windowsHide: true });
    const timer = setTimeout(() => settle(true), LONG_ENOUGH_MS);
    const end = (opened: boolean) => {
      clearTimeout(timer);
      settle(opened);
    };
    child.once('error', () => end(false));
    child.once('exit', (code) => end(code === 0));
    child.unref();
  });
}
