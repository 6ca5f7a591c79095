import { mkdir, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { type TemporaryFolder, temporaryFolder, writeWhole } from '../../../files/index.js';

function cacheFolder(): string {
  const { XDG_CACHE_HOME } = process.env;
  const cache = XDG_CACHE_HOME && isAbsolute(XDG_CACHE_HOME) ? XDG_CACHE_HOME : join(homedir(), '.cache');
  return join(cache, 'corewise');
}

async function holds(file: string, code: string): Promise<boolean> {
  return (await readFile(file, 'utf8').catch(() => undefined)) === code;
}

async function storeIn(folder: string, name: string, code: string): Promise<string> {
  const file = join(folder, name);
  if (await holds(file, code)) return file;
  await mkdir(folder, { recursive: true });
  writeWhole(file, code);
  return file;
}

let privateFolder: TemporaryFolder | undefined;

/** A folder that only this process knows: others could plant code in one whose name they can guess. */
function ownFolder(): string {
  privateFolder ??= temporaryFolder('modules');
  return privateFolder.path;
}

/**
 * Writes a module where workers can import it and returns its path: under `$XDG_CACHE_HOME` or `~/.cache`, or
 * in a temporary folder where that cannot be written. The same code always has the same path, and a process
 * that reads it never sees half of it.
 */
export async function storeModule(name: string, code: string): Promise<string> {
  const { createHash } = await import('node:crypto');
  const key = createHash('sha256').update(code).digest('hex').slice(0, 32);
  const file = `${name.replaceAll(/[^\w.-]/g, '_')}-${key}.mjs`;
  try {
    return await storeIn(cacheFolder(), file, code);
  } catch {
    return storeIn(ownFolder(), file, code);
  }
}
