import { readdirSync, readFileSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';

/** What the `paths` of one file make of a specifier. */
export interface Mapped {
  /** Path of the tsconfig or jsconfig file. */
  config: string;
  /** Absolute paths in the order in which they are tried, as far as the specifier tells them: an extension may be missing. */
  targets: string[];
  /** The pattern is a bare `*`, which also matches packages. */
  isCatchAll: boolean;
}

interface Config {
  extends?: string | readonly string[];
  compilerOptions?: { baseUrl?: string; paths?: Record<string, readonly string[]> };
}

/**
 * What the tsconfig and jsconfig files of a folder and of those above it make of a specifier, nearest first. All of
 * them count, whatever their `include`: esbuild reads `tsconfig.json` alone, and many projects keep their `paths` in
 * a `tsconfig.app.json` or `tsconfig.base.json` that it only refers to.
 */
export function mappingsOf(specifier: string, folder: string): Mapped[] {
  const parent = dirname(folder);
  const here = configsIn(folder).flatMap((config) => mappingOf(specifier, config) ?? []);
  return parent === folder ? here : [...here, ...mappingsOf(specifier, parent)];
}

function configsIn(folder: string): string[] {
  try {
    const files = readdirSync(folder).filter((file) => /^[jt]sconfig(\..+)?\.json$/.test(file));
    return files.sort((a, b) => a.length - b.length || a.localeCompare(b)).map((file) => join(folder, file));
  } catch {
    // A folder above that nobody may list has nothing to say.
    return [];
  }
}

function mappingOf(specifier: string, config: string): Mapped | undefined {
  try {
    const found = pathsOf(config, new Set());
    const match = found && matchOf(specifier, found.paths);
    if (!match) return undefined;
    const targets = match.targets.map((target) => resolve(found.base, target));
    return { config, targets, isCatchAll: match.pattern === '*' };
  } catch {
    // It is not as a tsconfig file should be, which the compiler tells better.
    return undefined;
  }
}

interface Paths {
  paths: Record<string, readonly string[]>;
  /** Folder that relative targets start from. */
  base: string;
}

/** Its own `paths`, or those of what it extends. */
function pathsOf(config: string, seen: Set<string>): Paths | undefined {
  if (seen.has(config)) return undefined;
  seen.add(config);
  const { compilerOptions, extends: parents = [] } = read(config);
  const { paths, baseUrl = '.' } = compilerOptions ?? {};
  if (paths) return { paths, base: resolve(dirname(config), baseUrl) };
  const files = [parents].flat().filter((parent) => parent.startsWith('.') || isAbsolute(parent));
  return files
    .reverse()
    .map((parent) => pathsOf(fileOf(resolve(dirname(config), parent)), seen))
    .find((found) => found !== undefined);
}

const fileOf = (path: string) => (path.endsWith('.json') ? path : `${path}.json`);

function read(config: string): Config {
  return JSON.parse(withoutComments(readFileSync(config, 'utf8')));
}

/** Comments, and commas before a closing bracket, which tsconfig files may have. */
function withoutComments(text: string): string {
  return text
    .replace(/("(?:\\.|[^"\\])*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, '$1')
    .replace(/("(?:\\.|[^"\\])*")|,(?=\s*[}\]])/g, '$1');
}

interface Match {
  pattern: string;
  targets: string[];
}

/** As TypeScript matches: the whole name first, then the pattern whose part before the `*` is longest. */
function matchOf(specifier: string, paths: Paths['paths']): Match | undefined {
  if (Object.hasOwn(paths, specifier)) return { pattern: specifier, targets: [...paths[specifier]!] };
  const matches = Object.entries(paths).flatMap(([pattern, targets]) => {
    const [before = '', after] = pattern.split('*');
    const isMatch =
      after !== undefined &&
      specifier.length >= before.length + after.length &&
      specifier.startsWith(before) &&
      specifier.endsWith(after);
    if (!isMatch) return [];
    const star = specifier.slice(before.length, specifier.length - after.length);
    return [{ pattern, before, targets: targets.map((target) => target.replace('*', () => star)) }];
  });
  return matches.sort((a, b) => b.before.length - a.before.length)[0];
}
