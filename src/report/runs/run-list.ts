import { join } from 'node:path';
import { textIfThere, writeWhole } from '../../files/index.js';
import { html } from '../render/html/page.js';
import { runsContent } from './content.js';
import { runsIn } from './listed-run.js';

const FILE = 'index.html';

/** What every page of ours ends with. */
const OURS = 'Written by corewise';

/**
 * Writes `index.html` in a folder of runs: all of them, the newest first, each with its answer. Whole or not at all, and
 * never over a file that is not ours. `isOwn`: the folder is one that corewise made, so that the list may be new there.
 * Returns the path; undefined where nothing was written. Throws as `writeWhole`.
 */
export function writeRunList(parent: string, isOwn: boolean): string | undefined {
  const path = join(parent, FILE);
  const before = textIfThere(path);
  if (before === undefined ? !isOwn : !before.includes(OURS)) return undefined;
  writeWhole(path, html(runsContent(runsIn(parent), parent)));
  return path;
}
