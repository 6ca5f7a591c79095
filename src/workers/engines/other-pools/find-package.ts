import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { UnavailableError } from '../../../errors.js';
import { packageRoot } from '../../../own-package.js';

/** A package that a user has installed beside corewise. */
export interface FoundPackage {
  version: string;
  /** What `import` of its name loads, as a URL. */
  url: string;
}

interface Manifest {
  version?: string;
  main?: string;
  exports?: unknown;
}

/** What Node looks for in `exports` when a module imports the package. */
const CONDITIONS = ['node', 'import', 'module-sync', 'default'];

/** Looks where the user works, then where corewise lies. Undefined where the package is in neither. */
export function findPackage(name: string, folder = process.cwd()): FoundPackage | undefined {
  const folders = [folder, packageRoot].flatMap(
    (from) => createRequire(join(from, 'package.json')).resolve.paths(name) ?? [],
  );
  const place = folders
    .map((parent) => join(parent, name))
    .find((found) => existsSync(join(found, 'package.json')));
  if (place === undefined) return undefined;
  const manifest = JSON.parse(readFileSync(join(place, 'package.json'), 'utf8')) as Manifest;
  const { version = 'unknown', main = 'index.js' } = manifest;
  return { version, url: pathToFileURL(join(place, entryOf(manifest.exports) ?? main)).href };
}

function entryOf(exported: unknown): string | undefined {
  if (typeof exported === 'string') return exported;
  if (typeof exported !== 'object' || exported === null) return undefined;
  const conditions = exported as Record<string, unknown>;
  if ('.' in conditions) return entryOf(conditions['.']);
  for (const [condition, inner] of Object.entries(conditions)) {
    const entry = CONDITIONS.includes(condition) ? entryOf(inner) : undefined;
    if (entry !== undefined) return entry;
  }
  return undefined;
}

/** Why what needs these packages cannot run; undefined where all are there. */
export function whyMissing(...names: string[]): string | undefined {
  const missing = names.filter((name) => findPackage(name) === undefined);
  if (missing.length === 0) return undefined;
  const are = missing.length === 1 ? 'is' : 'are';
  return `${missing.join(' and ')} ${are} not installed: npm install ${missing.join(' ')}`;
}

/** Loads a package of the user's. @throws UnavailableError where it is not installed. */
export async function loadPackage<T>(name: string): Promise<{ library: T } & FoundPackage> {
  const found = findPackage(name);
  if (!found) throw new UnavailableError(`${whyMissing(name)}.`);
  return { library: (await import(found.url)) as T, ...found };
}
