import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { OnLoadResult, Plugin, PluginBuild } from 'esbuild';
import { ownFile } from '../../../own-package.js';
import { locate } from './packages.js';

const META = '__corewise_meta';
const META_OF = '__corewise_meta_of';
const DIRNAME = '__corewise_dirname';
const FILENAME = '__corewise_filename';

/** Names that stand for a file's own place; each file that uses them declares them. */
export const placeNames = { 'import.meta': META, __dirname: DIRNAME, __filename: FILENAME };

const sourceMetaUrl = ownFile('scenario/loading/bundle/source-meta.cjs').href;

async function resolvedNames(
  build: PluginBuild,
  source: string,
  folder: string,
): Promise<Record<string, string>> {
  const names: Record<string, string> = {};
  for (const [, , name] of source.matchAll(/\bimport\.meta\.resolve\(\s*(["'`])([\w@#][^"'`]*)\1/g)) {
    const path = await locate(build, name!, { kind: 'import-statement', resolveDir: folder });
    if (path !== undefined) names[name!] = pathToFileURL(path).href;
  }
  return names;
}

async function declarations(build: PluginBuild, source: string, path: string): Promise<string> {
  const parts: string[] = [];
  if (/\bimport\s*\.\s*meta\b/.test(source)) {
    const names = await resolvedNames(build, source, dirname(path));
    const url = JSON.stringify(pathToFileURL(path).href);
    parts.push(`const ${META} = ${META_OF}(${url}, ${JSON.stringify(names)});`);
  }
  if (/\b__dirname\b/.test(source)) parts.push(`const ${DIRNAME} = ${JSON.stringify(dirname(path))};`);
  if (/\b__filename\b/.test(source)) parts.push(`const ${FILENAME} = ${JSON.stringify(path)};`);
  return parts.join(' ');
}

/**
 * What stands in front of a bundle: `require` for what CommonJS files look up at run time, from the source and
 * not from the cache, and the maker of `import.meta`.
 */
export function preamble(path: string): string {
  return `import { createRequire as __corewise_require } from 'node:module';
import { sourceMeta as ${META_OF} } from ${JSON.stringify(sourceMetaUrl)};
const require = __corewise_require(${JSON.stringify(pathToFileURL(path).href)});`;
}

/**
 * Gives every bundled file its own `import.meta`, `__dirname` and `__filename`: declared in front of its first
 * line, on that line, so that line numbers stay.
 */
export function keepSourcePlace(): Plugin {
  return {
    name: 'source-place',
    setup(build) {
      build.onLoad({ filter: /\.[cm]?[jt]sx?$/ }, async ({ path }): Promise<OnLoadResult | undefined> => {
        const source = await readFile(path, 'utf8');
        const declared = await declarations(build, source, path);
        if (declared === '') return undefined;
        return { contents: `${declared} ${source.replace(/^\uFEFF?#!/, '//')}`, loader: 'default' };
      });
    },
  };
}
