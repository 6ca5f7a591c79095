import { realpath } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { messageOf, UsageError } from '../../../errors.js';
import { isShipped } from '../shipped.js';
import { bundleToRun, contentHash } from './bundle.js';
import { storeModule } from './cache.js';
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
  return contentHash(await realSource(path));
}
