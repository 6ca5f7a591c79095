import { existsSync, statSync } from 'node:fs';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { UsageError, unknownName } from '../../errors.js';
import { pathOfFileUrl } from './file-url.js';
import { type Kind, shippedNames, shippedPath } from './shipped.js';

/** What a module's file may end with, in the order in which one is looked for. */
const moduleExtensions = ['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs'];

/** For a path that is not there: the name of a module in its folder that differs in the extension alone. */
export function moduleBeside(path: string): string | undefined {
  const extension = extname(path);
  const stem = basename(path, moduleExtensions.includes(extension) ? extension : '');
  return moduleExtensions
    .map((other) => stem + other)
    .find((name) => name !== basename(path) && existsSync(join(dirname(path), name)));
}

function isPath(text: string): boolean {
  return /[\\/]/.test(text) || text === '.' || text === '..' || /\.(json|[cm]?[jt]sx?)$/.test(text);
}

function findFile(kind: Kind, given: string, base: string): string {
  const path = given.startsWith('file:') ? pathOfFileUrl(given, kind) : resolve(base, given);
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isDirectory()) throw new UsageError(`${path} is a folder; name the file of the ${kind}.`);
  if (!moduleExtensions.includes(extname(path)))
    throw new UsageError(
      `${path} is no ${kind}: a ${kind} is a module, .ts, .mts, .js or .mjs.${hint(path)}`,
    );
  if (!found) throw new UsageError(`There is no ${kind} at ${path}.${hint(path)}`);
  return path;
}

function hint(path: string): string {
  const beside = existsSync(path) ? undefined : moduleBeside(path);
  return beside === undefined ? '' : ` Did you mean ${join(dirname(path), beside)}?`;
}

function findShipped(kind: Kind, name: string, base: string): string {
  const names = shippedNames(kind);
  if (names.includes(name)) return shippedPath(kind, name);
  const file = moduleExtensions.map((extension) => name + extension).find((f) => existsSync(join(base, f)));
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
