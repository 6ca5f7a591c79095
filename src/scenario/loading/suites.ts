import { dirname } from 'node:path';
import type { Suite } from '../suite.js';
import { importModule, plainModuleUrl } from './bundle/module.js';
import { chooseExport, findModule } from './find.js';
import { shippedPath, shippedSuiteNames } from './shipped.js';
import { checkSuite } from './suite-shape.js';

export interface LoadedSuite {
  suite: Suite;
  /** The suite's folder: relative paths of its scenarios start there. */
  base: string;
}

async function loadSuiteAt(path: string): Promise<LoadedSuite> {
  const suite = await importSuiteAt(path, await plainModuleUrl(path));
  return { suite, base: dirname(path) };
}

/** Imports what `plainModuleUrl` gave for the suite at a path. Throws UsageError. */
export async function importSuiteAt(path: string, module: string): Promise<Suite> {
  const exports = await importModule(path, module);
  const name = chooseExport('suite', exports, path);
  return checkSuite(exports[name], path);
}

/**
 * The absolute path of a suite that comes with corewise, by name, or of anyone's, by path from `base`. Throws
 * UsageError where there is none.
 */
export function findSuite(nameOrPath: string, base: string): string {
  return findModule('suite', nameOrPath, base);
}

/** That suite, loaded in this very process. Throws UsageError. */
export async function loadSuite(nameOrPath: string, base: string): Promise<LoadedSuite> {
  return loadSuiteAt(findSuite(nameOrPath, base));
}

/** The suites that come with corewise. */
export function shippedSuites(): Promise<LoadedSuite[]> {
  return Promise.all(shippedSuiteNames().map((name) => loadSuiteAt(shippedPath('suite', name))));
}
