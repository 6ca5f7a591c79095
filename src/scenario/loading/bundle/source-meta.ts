import { createRequire, isBuiltin } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** What a bundled file sees as its `import.meta`. */
export interface SourceMeta {
  url: string;
  filename: string;
  dirname: string;
  resolve(specifier: string): string;
}

/**
 * The `import.meta` that a file had before it was bundled. `packages` holds the URLs of the packages that it
 * resolves by a literal name; other names are looked up as `require` would.
 */
export function sourceMeta(url: string, packages: Record<string, string>): SourceMeta {
  const filename = fileURLToPath(url);
  const resolve = (specifier: string): string => {
    if (/^\.{0,2}\//.test(specifier)) return new URL(specifier, url).href;
    if (isBuiltin(specifier)) return specifier.startsWith('node:') ? specifier : `node:${specifier}`;
    if (/^[a-z][a-z\d+.-]*:/i.test(specifier)) return specifier;
    return packages[specifier] ?? pathToFileURL(createRequire(url).resolve(specifier)).href;
  };
  return { url, filename, dirname: dirname(filename), resolve };
}
