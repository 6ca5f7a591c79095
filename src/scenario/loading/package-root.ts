import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

function isOurs(folder: string): boolean {
  try {
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).name === 'corewise';
  } catch {
    return false;
  }
}

function findRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!isOurs(folder)) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error('corewise does not find its own package.json; install it anew.');
    folder = parent;
  }
  return folder;
}

/** The folder of this very package, wherever it was installed. */
export const packageRoot = findRoot();
