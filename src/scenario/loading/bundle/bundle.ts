import { basename, dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BuildFailure, BuildOptions, Message } from 'esbuild';
import { CorewiseError, UsageError } from '../../../errors.js';
import { limitMet, withLimitMet } from '../../../files/index.js';
import { MissingPackageError, type Unresolved, unresolvedBy } from './missing-package.js';
import { type Outside, packagesOutside } from './packages.js';
import { keepSourcePlace, placeNames, preamble } from './source-place.js';

/** One file of plain JavaScript that stands for a module and the local files it imports. */
export interface Bundle {
  code: string;
  /** `name@version` of the packages it imports, sorted. */
  packages: string[];
  /** Source map, where it was asked for apart from the code. */
  map?: string;
}

function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && Array.isArray((error as Partial<BuildFailure>).errors);
}

function describe({ text, location, unresolved }: Problem, folder: string): string {
  const told = `${text}${unresolved?.why ?? ''}`;
  return location
    ? `${resolve(folder, location.file)}:${location.line}:${location.column + 1}: ${told}`
    : told;
}

/** What esbuild says is wrong; `unresolved` where that is an import of something by name. */
type Problem = Message & { unresolved: Unresolved | undefined };

function problemOf(message: Message, folder: string): Problem {
  const specifier = /^Could not resolve "([^"]+)"$/.exec(message.text)?.[1];
  const importer = resolve(folder, message.location?.file ?? '.');
  return { ...message, unresolved: specifier === undefined ? undefined : unresolvedBy(importer, specifier) };
}

/** Paths in the output start at the entry's folder, so that they are the same wherever it lies. */
function optionsFor(path: string): BuildOptions {
  return {
    absWorkingDir: dirname(path),
    entryPoints: [`./${basename(path)}`],
    outfile: 'bundle.mjs',
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    target: 'node20.0',
    charset: 'utf8',
    // Named conditions turn off `module`, which bundlers know and Node does not.
    conditions: ['node-addons'],
    mainFields: ['main'],
    resolveExtensions: ['.ts', '.tsx', '.mts', '.cts', '.js', '.mjs', '.cjs', '.jsx', '.json', '.node'],
    logLevel: 'silent',
  };
}

async function bundleWith(path: string, outside: Outside, options: BuildOptions): Promise<Bundle> {
  const folder = dirname(path);
  try {
    const { build } = await import('esbuild');
    const { outputFiles } = await build({ ...optionsFor(path), ...options });
    // A map that is not in the code comes before it.
    const [code, map] = [...outputFiles!].reverse().map(({ text }) => text);
    return { code: code!, packages: [...outside.packages].sort(), ...(map !== undefined && { map }) };
  } catch (error) {
    if (!isBuildFailure(error)) throw error;
    const problems = error.errors.map((message) => problemOf(message, folder));
    const text = problems.map((problem) => describe(problem, folder)).join('\n');
    if (limitMet(text) !== undefined) throw new CorewiseError(withLimitMet(text), { cause: error });
    const missing = problems.map(({ unresolved }) => unresolved?.package);
    if (missing.every((name) => name !== undefined))
      throw new MissingPackageError(text, missing, { cause: error });
    throw new UsageError(text, { cause: error });
  }
}

/**
 * What workers import instead of `path`: its local files in one, packages by absolute file URLs, every file's
 * own `import.meta`, `__dirname` and `__filename` kept. Throws UsageError with file, line and column.
 */
export function bundleToRun(path: string): Promise<Bundle> {
  const outside: Outside = { packages: new Set(), specifiers: 'path' };
  return bundleWith(path, outside, {
    plugins: [packagesOutside(outside), keepSourcePlace()],
    define: placeNames,
    banner: { js: preamble(path) },
    // For the stacks of tasks that fail: `atSource` reads it. The text of the sources stays where it is.
    sourcemap: 'inline',
    sourcesContent: false,
    sourceRoot: pathToFileURL(`${dirname(path)}/`).href,
  });
}

/** What a module does, in one text that is the same on every machine. */
export interface PortableModule {
  code: string;
  /** `name@version` of the packages it imports, by name; sorted. */
  packages: string[];
  /** SHA-256 of both. */
  hash: string;
  /** Of the code, without the text of the sources, whose file URLs it has. */
  map: string;
}

/**
 * A module's minified bundle with packages by name. The same in every folder and on every machine, and for TypeScript
 * and what it compiles to.
 */
export async function portableModule(path: string): Promise<PortableModule> {
  const outside: Outside = { packages: new Set(), specifiers: 'name' };
  const { code, packages, map } = await bundleWith(path, outside, {
    plugins: [packagesOutside(outside)],
    sourcemap: 'external',
    sourcesContent: false,
    // Not identifiers: the names chosen would depend on the language of the source.
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
  });
  return { code, packages, hash: await hashOfModule({ code, packages }), map: withUrls(map!, dirname(path)) };
}

/** Paths in a map begin at the folder that was bundled from; URLs hold on any machine. */
function withUrls(map: string, folder: string): string {
  const parsed = JSON.parse(map) as { sources: string[] };
  const root = pathToFileURL(`${folder}/`);
  return JSON.stringify({ ...parsed, sources: parsed.sources.map((path) => new URL(path, root).href) });
}

/** Code that carries its map: what is bundled from it has the map of the sources. */
export function withMap(code: string, map: string): string {
  return `${code}\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(map).toString('base64')}\n`;
}

export async function hashOfModule({
  code,
  packages,
}: Pick<PortableModule, 'code' | 'packages'>): Promise<string> {
  const { createHash } = await import('node:crypto');
  return createHash('sha256')
    .update([code, ...packages].join('\n'))
    .digest('hex');
}
