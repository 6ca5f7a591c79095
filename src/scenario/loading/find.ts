import { existsSync, statSync } from 'node:fs';
import { extname, join, resolve } from 'node:path';
import { UsageError, unknownName } from '../../errors.js';
import { pathOfFileUrl } from './file-url.js';
import { type Kind, shippedNames, shippedPath } from './shipped.js';

const extensions = ['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs'];

function isPath(text: string): boolean {
  return /[\\/]/.test(text) || text === '.' || text === '..' || /\.(json|[cm]?[jt]sx?)$/.test(text);
}

function findFile(kind: Kind, given: string, base: string): string {
  const path = given.startsWith('file:') ? pathOfFileUrl(given, kind) : resolve(base, given);
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isDirectory()) throw new UsageError(`${path} is a folder; name the file of the ${kind}.`);
  if (!extensions.includes(extname(path))) {
    throw new UsageError(`${path} is no ${kind}: a ${kind} is a module, .ts, .mts, .js or .mjs.`);
  }
  if (!found) throw new UsageError(`There is no ${kind} at ${path}.`);
  return path;
}

function findShipped(kind: Kind, name: string, base: string): string {
  const names = shippedNames(kind);
  if (names.includes(name)) return shippedPath(kind, name);
  const file = extensions.map((extension) => name + extension).find((f) => existsSync(join(base, f)));
  if (file) throw new UsageError(`Unknown ${kind} "${name}". For the file ${file} write ./${file}.`);
  throw unknownName(kind, name, names);
}

/** A path is anything with a slash, a backslash or a module's extension; everything else is a shipped name. */
export function findModule(kind: Kind, nameOrPath: string, base: string): string {
  const find = isPath(nameOrPath) ? findFile : findShipped;
  return find(kind, nameOrPath, base);
}

/**
 * The absolute path of a scenario's source; relative paths start at `base`.
 * Throws UsageError when there is none.
 */
export function findScenario(nameOrPath: string, base: string): string {
  return findModule('scenario', nameOrPath, base);
}
