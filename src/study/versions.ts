import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../scenario/loading/index.js';

/** Of corewise, as in its package.json. */
export const version = (
  JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as { version: string }
).version;

/** Versions that a result may depend on. */
export function versionsHere(): Record<string, string> {
  return { corewise: version, node: process.versions.node, v8: process.versions.v8 };
}
