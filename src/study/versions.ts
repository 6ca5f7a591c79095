import { readFileSync } from 'node:fs';

/** Versions that a result may depend on. */
export function versionsHere(): Record<string, string> {
  return { corewise: ownVersion(), node: process.versions.node, v8: process.versions.v8 };
}

function ownVersion(): string {
  for (let folder = new URL('.', import.meta.url); ; folder = new URL('..', folder)) {
    try {
      const parsed = JSON.parse(readFileSync(new URL('package.json', folder), 'utf8')) as {
        name?: string;
        version: string;
      };
      if (parsed.name === 'corewise') return parsed.version;
    } catch {
      // No package.json here; the next folder up may have it.
    }
    if (folder.pathname === '/') return 'unknown';
  }
}
