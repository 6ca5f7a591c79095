import { mkdir, readFile, realpath } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, extname, isAbsolute, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { messageOf, UsageError } from '../../../errors.js';
import { type TemporaryFolder, temporaryFolder, writeWhole } from '../../../files/index.js';
import { isShipped } from '../shipped.js';
import { bundleToRun, portableModule } from './bundle.js';
import { MissingPackageError, packageMissingIn } from './missing-package.js';

async function plainModule(source: string): Promise<string> {
  if (isShipped(source)) return source;
  const { code } = await bundleToRun(source);
  return storeModule(basename(source, extname(source)), code);
}

async function realSource(path: string): Promise<string> {
  return realpath(path).catch((error) => {
    throw new UsageError(`${path} cannot be read: ${messageOf(error)}`, { cause: error });
  });
}

/** Imports what `plainModuleUrl` gave for a path. Throws UsageError; MissingPackageError is one. */
export async function importModule(path: string, module: string): Promise<Record<string, unknown>> {
  try {
    return await import(module);
  } catch (error) {
    const text = `${path} failed while it was loaded: ${messageOf(error)}`;
    const missing = packageMissingIn(error);
    if (missing !== undefined) throw new MissingPackageError(text, [missing], { cause: error });
    throw new UsageError(text, { cause: error });
  }
}

/**
 * File URL of plain JavaScript that any thread or process of this machine can import in place of a module, which is
 * bundled unless it is one of ours, and not imported. Throws UsageError; MissingPackageError is one.
 */
export async function plainModuleUrl(path: string): Promise<string> {
  return pathToFileURL(await plainModule(await realSource(path))).href;
}

/** SHA-256 of a module's content and the packages that it imports. */
export async function hashModule(path: string): Promise<{ hash: string; packages: string[] }> {
  const { hash, packages } = await portableModule(await realSource(path));
  return { hash, packages };
}

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
