import { existsSync, statSync } from 'node:fs';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { messageOf, UsageError, unknownName } from '../../errors.js';
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
      `${path} is not a ${kind}: a ${kind} is a module (.ts, .mts, .js or .mjs).${hint(path)}`,
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

/** The path of a file URL. @throws UsageError, where `what` names it, for one that is malformed or of another machine. */
export function pathOfFileUrl(url: string | URL, what: string): string {
  try {
    return fileURLToPath(url);
  } catch (error) {
    throw new UsageError(`The ${what} ${String(url)} is not the URL of a file here: ${messageOf(error)}.`);
  }
}

const telltales: Record<Kind, readonly string[]> = { scenario: ['run', 'consume'], suite: ['sweeps'] };
const makers: Record<Kind, string> = { scenario: 'defineScenario', suite: 'defineSuite' };

function looksLike(kind: Kind, value: unknown): boolean {
  return typeof value === 'object' && value !== null && telltales[kind].some((name) => name in value);
}

/** The export to use: `default`, or else the only one that looks right. Throws UsageError. */
export function chooseExport(kind: Kind, exports: Record<string, unknown>, path: string): string {
  if ('default' in exports) return 'default';
  const names = Object.keys(exports).filter((name) => looksLike(kind, exports[name]));
  if (names.length === 1) return names[0]!;
  if (names.length > 1) {
    throw new UsageError(`${path} exports several: ${names.join(', ')}. Make one the default export.`);
  }
  throw new UsageError(`${path} exports no ${kind}. It needs "export default ${makers[kind]}({ … })".`);
}
