import { realpath } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { messageOf, UsageError } from '../../errors.js';
import { bundleToRun, contentHash } from './bundle.js';
import { storeModule } from './cache.js';
import { MissingPackageError, packageMissingIn } from './missing-package.js';
import { isShipped } from './shipped.js';

/** A user's or our own module, imported. */
export interface LoadedModule {
  exports: Record<string, unknown>;
  /** File URL of plain JavaScript that any thread or process of this machine can import. */
  module: string;
}

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

/** Bundles a module unless it is one of ours, and imports it. Throws UsageError; MissingPackageError is one. */
export async function loadModule(path: string): Promise<LoadedModule> {
  const source = await realSource(path);
  const module = pathToFileURL(await plainModule(source)).href;
  try {
    return { module, exports: await import(module) };
  } catch (error) {
    const text = `${path} failed while it was loaded: ${messageOf(error)}`;
    const missing = packageMissingIn(error);
    if (missing !== undefined) throw new MissingPackageError(text, [missing], { cause: error });
    throw new UsageError(text, { cause: error });
  }
}

/** File URL of plain JavaScript for a module, without importing it. Throws UsageError. */
export async function plainModuleUrl(path: string): Promise<string> {
  return pathToFileURL(await plainModule(await realSource(path))).href;
}

/** SHA-256 of a module's content and the packages that it imports. */
export async function hashModule(path: string): Promise<{ hash: string; packages: string[] }> {
  return contentHash(await realSource(path));
}
