import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

interface Manifest {
  name: string;
  version: string;
}

function manifestIn(folder: string): Manifest | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  } catch {
    return undefined;
  }
}

function findRoot(): { folder: string; manifest: Manifest } {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (;;) {
    const manifest = manifestIn(folder);
    if (manifest?.name === 'corewise') return { folder, manifest };
    const parent = dirname(folder);
    if (parent === folder)
      throw new Error('corewise cannot find its own package.json: install corewise again.');
    folder = parent;
  }
}

const root = findRoot();

/** The folder of this very package, wherever it was installed. */
export const packageRoot = root.folder;

/** Of corewise, as in its package.json. */
export const { version } = root.manifest;

const joined = new URL('lib/', pathToFileURL(join(packageRoot, 'package.json')));

/**
 * One of our own files that a thread, a process or a module is started from: its path below `src`. What is started is
 * the joined file, also by tests and benches, which themselves run from the compiled ones: it loads in a third of the
 * time.
 */
export function ownFile(path: string): URL {
  return new URL(path, joined);
}

/** Folders in which every file is ours, as URLs. */
export const ownFolders: readonly string[] = [...new Set([joined.href, new URL('.', import.meta.url).href])];

/**
 * A CommonJS package, or a part of Node, that is loaded when it is first asked for: whoever imports corewise for its
 * Pool does not wait for it.
 */
export function onDemand<T>(name: string): () => T {
  let loaded: T | undefined;
  return () => {
    loaded ??= createRequire(import.meta.url)(name) as T;
    return loaded;
  };
}
