import { existsSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import { UsageError } from '../errors.js';
import { shown } from '../read-options.js';
import { moduleBeside, pathOfFileUrl, plainModuleUrl } from '../scenario/loading/index.js';

/**
 * The file URL of plain JavaScript for a module of functions; TypeScript is bundled first.
 * @throws UsageError for what is no absolute place, or where there is no file.
 */
export async function taskModule(given: string | URL): Promise<string> {
  const path = pathOf(given);
  if (!existsSync(path)) throw new UsageError(`The task module ${path} does not exist${beside(path)}.`);
  return isTypeScript(path) ? plainModuleUrl(path) : pathToFileURL(path).href;
}

/** The compiler wants `.js` of a `.ts` file, and this is no import. */
function beside(path: string): string {
  const other = moduleBeside(path);
  if (other === undefined) return '';
  const compiled = isTypeScript(other) ? ': corewise compiles TypeScript itself, on every Node' : '';
  return `, but ${other} does, in the same folder. Name that one${compiled}`;
}

const isTypeScript = (file: string) => /\.[mc]?tsx?$/.test(file);

function pathOf(given: string | URL): string {
  const isText = typeof given === 'string';
  if (isText ? given.startsWith('file:') : given instanceof URL && given.protocol === 'file:')
    return pathOfFileUrl(given, 'task module');
  if (isText && isAbsolute(given)) return given;
  throw new UsageError(
    `The task module is ${isText || given instanceof URL ? given : shown(given)}; it must be a file URL, such as new URL('./tasks.js', import.meta.url), or an absolute path.`,
  );
}
