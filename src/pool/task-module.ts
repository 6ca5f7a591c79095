import { existsSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import { UsageError } from '../errors.js';
import { pathOfFileUrl, plainModuleUrl } from '../scenario/loading/index.js';

/**
 * The file URL of plain JavaScript for a module of functions; TypeScript is bundled first.
 * @throws UsageError for what is no absolute place, or where there is no file.
 */
export async function taskModule(given: string | URL): Promise<string> {
  const path = pathOf(given);
  if (!existsSync(path)) throw new UsageError(`The task module ${path} does not exist.`);
  return /\.[mc]?tsx?$/.test(path) ? plainModuleUrl(path) : pathToFileURL(path).href;
}

function pathOf(given: string | URL): string {
  if (given instanceof URL ? given.protocol === 'file:' : /^file:/.test(given))
    return pathOfFileUrl(given, 'task module');
  if (typeof given === 'string' && isAbsolute(given)) return given;
  throw new UsageError(
    `The task module is ${String(given)}; it must be a file URL, such as new URL('./tasks.js', import.meta.url), or an absolute path.`,
  );
}
