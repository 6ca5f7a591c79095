import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

function nameIn(folder: string): string | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).name;
  } catch {
    return undefined;
  }
}

function findRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (nameIn(folder) !== 'corewise') {
    const parent = dirname(folder);
    if (parent === folder)
      throw new Error('corewise does not find its own package.json: install corewise again.');
    folder = parent;
  }
  return folder;
}

/** The folder of this very package, wherever it was installed. */
export const packageRoot = findRoot();

/** Of corewise, as in its package.json. */
export const version: string = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')).version;

/** One of our own compiled files that a thread, a process or a module is started from: its path below `src`. */
export function ownFile(path: string): URL {
  return new URL(path, import.meta.url);
}

const requirePackage = createRequire(import.meta.url);

/** A CommonJS package that is loaded when it is first asked for: who imports corewise for its pool needs none. */
export function onDemand<T>(name: string): () => T {
  let loaded: T | undefined;
  return () => {
    loaded ??= requirePackage(name) as T;
    return loaded;
  };
}
