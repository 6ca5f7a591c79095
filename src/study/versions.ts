import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../scenario/loading/index.js';

/** Versions that a result may depend on. */
export function versionsHere(): Record<string, string> {
  const own = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as { version: string };
  return { corewise: own.version, node: process.versions.node, v8: process.versions.v8 };
}
