import { dirname } from 'node:path';
import type { Suite } from '../suite.js';
import { chooseExport } from './exported.js';
import { findModule } from './find.js';
import { loadModule } from './module.js';
import { shippedPath, shippedSuiteNames } from './shipped.js';
import { checkSuite } from './suite-shape.js';

export interface LoadedSuite {
  suite: Suite;
  /** The suite's folder: relative paths of its scenarios start there. */
  base: string;
}

async function loadSuiteAt(path: string): Promise<LoadedSuite> {
  const { exports } = await loadModule(path);
  const name = chooseExport('suite', exports, path);
  return { suite: checkSuite(exports[name], path), base: dirname(path) };
}

/** A suite that comes with corewise, by name, or anyone's by path from `base`. Throws UsageError. */
export async function loadSuite(nameOrPath: string, base: string): Promise<LoadedSuite> {
  return loadSuiteAt(findModule('suite', nameOrPath, base));
}

/** The suites that come with corewise. */
export function shippedSuites(): Promise<LoadedSuite[]> {
  return Promise.all(shippedSuiteNames().map((name) => loadSuiteAt(shippedPath('suite', name))));
}
