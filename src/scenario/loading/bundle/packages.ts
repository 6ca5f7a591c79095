import { readFileSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ImportKind, OnResolveArgs, OnResolveResult, Plugin, PluginBuild } from 'esbuild';
import { messageOf } from '../../../errors.js';
import { packageRoot } from '../../../own-package.js';
import { mappingsOf } from './tsconfig-paths.js';

/** Marks our own question to esbuild's resolver, so that it is not put to us again. */
const ASKED = Symbol('asked');

const ownPackage = createRequire(join(packageRoot, 'package.json'));

export function isPackageName(specifier: string): boolean {
  return !/^(\.{0,2}[\\/]|\.{1,2}$|[a-z][a-z\d+.-]*:)/i.test(specifier);
}

function isOwnName(specifier: string): boolean {
  return specifier === 'corewise' || specifier.startsWith('corewise/');
}

/** Files of packages that Node runs as they are; others (TypeScript, JSON) go into the bundle. */
function isRunnable(path: string): boolean {
  return /[\\/]node_modules[\\/]/.test(path) && /\.([cm]?js|node)$/.test(path);
}

/** `name@version` of the package that holds a file below `node_modules`. */
function packageOf(path: string): string {
  const [folder, given] = /^.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/.exec(path)!;
  const name = given!.replaceAll('\\', '/');
  try {
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    return `${name}@${version ?? 'unknown'}`;
  } catch {
    return `${name}@unknown`;
  }
}

function isRequire(kind: ImportKind): boolean {
  return kind === 'require-call' || kind === 'require-resolve';
}

/** What a bundle leaves outside, and under which name. */
export interface Outside {
  /** `name@version` of every package that the bundle imports. */
  readonly packages: Set<string>;
  /** `path`: where it lies on this machine. `name`: as the source has it, the same on every machine. */
  readonly specifiers: 'path' | 'name';
}

/** Asks esbuild where a package lies, by the rules of `import` or of `require`. */
export async function locate(
  build: PluginBuild,
  specifier: string,
  { kind, resolveDir }: Pick<OnResolveArgs, 'kind' | 'resolveDir'>,
): Promise<string | undefined> {
  const found = await build.resolve(specifier, { kind, resolveDir, pluginData: ASKED });
  return found.errors.length > 0 ? undefined : found.path;
}

/** Where an import lies that esbuild does not find by itself, and some tsconfig file knows. */
async function locateMapped(build: PluginBuild, args: OnResolveArgs): Promise<string | undefined> {
  if (!isPackageName(args.path)) return undefined;
  for (const { targets } of mappingsOf(args.path, args.resolveDir))
    for (const target of targets) {
      const path = await locate(build, target, args);
      if (path !== undefined) return path;
    }
  return undefined;
}

interface Located {
  path: string;
  /** It stays out of the bundle. */
  isOutside: boolean;
  /** esbuild would not find it. */
  isMapped: boolean;
}

/** Undefined for what is nowhere. */
async function locateImport(build: PluginBuild, args: OnResolveArgs): Promise<Located | undefined> {
  if (isOwnName(args.path)) return { path: ownPackage.resolve(args.path), isOutside: true, isMapped: false };
  const known = await locate(build, args.path, args);
  const path = known ?? (await locateMapped(build, args));
  if (path === undefined) return undefined;
  const isOutside =
    args.kind === 'require-resolve' ||
    path.endsWith('.node') ||
    (isPackageName(args.path) && isRunnable(path));
  return { path, isOutside, isMapped: known === undefined };
}

async function leaveOutside(
  build: PluginBuild,
  args: OnResolveArgs,
  { packages, specifiers }: Outside,
): Promise<OnResolveResult | undefined> {
  if (isBuiltin(args.path) || args.path.startsWith('file:')) return { path: args.path, external: true };
  let located: Located | undefined;
  try {
    located = await locateImport(build, args);
  } catch (error) {
    return { errors: [{ text: messageOf(error) }] };
  }
  if (!located) return undefined;
  const { path, isOutside, isMapped } = located;
  if (!isOutside) return isMapped ? { path } : undefined;
  if (isPackageName(args.path) && !isOwnName(args.path) && isRunnable(path)) packages.add(packageOf(path));
  if (specifiers === 'name') return { path: args.path, external: true };
  return { path: isRequire(args.kind) ? path : pathToFileURL(path).href, external: true };
}

/**
 * Leaves packages and native addons outside of a bundle. Under `path`, each is named by where it lies, as
 * resolved from the file that imports it; corewise's own names mean this very copy of it.
 */
export function packagesOutside(outside: Outside): Plugin {
  return {
    name: 'packages-outside',
    setup(build) {
      build.onResolve({ filter: /.*/ }, (args) =>
        args.pluginData === ASKED || args.kind === 'entry-point'
          ? undefined
          : leaveOutside(build, args, outside),
      );
    },
  };
}
