import { readdirSync, realpathSync } from 'node:fs';
import { join, sep } from 'node:path';
import { packageRoot } from '../../own-package.js';

/** What can be named without a path. */
export type Kind = 'scenario' | 'suite';

const folders: Record<Kind, string> = {
  scenario: join(packageRoot, 'dist', 'scenarios'),
  suite: join(packageRoot, 'dist', 'bench', 'suites'),
};

/** The order to read them in; one that is not listed comes after these, by name. */
const teachingOrder = [
  ...['cycles', 'calculate-e', 'calculate-e-until-stopped', 'primes'],
  ...['matrix', 'json-transform', 'tiny', 'mandelbrot'],
  ...['etl-files', 'etl-database', 'directory-digest', 'whole-program', 'payload'],
  ...['default', 'quick', 'full', 'patterns'],
];

function place(name: string): number {
  const index = teachingOrder.indexOf(name);
  return index < 0 ? teachingOrder.length : index;
}

function namesIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.js') && !file.endsWith('.test.js'))
    .map((file) => file.slice(0, -'.js'.length))
    .sort((a, b) => place(a) - place(b) || a.localeCompare(b));
}

/** Names of the scenarios that come with corewise, in teaching order. */
export function shippedScenarioNames(): string[] {
  return namesIn(folders.scenario);
}

/** Names of the suites that come with corewise. */
export function shippedSuiteNames(): string[] {
  return namesIn(folders.suite);
}

export function shippedNames(kind: Kind): string[] {
  return namesIn(folders[kind]);
}

export function shippedPath(kind: Kind, name: string): string {
  return join(folders[kind], `${name}.js`);
}

/** Whether a file is one of ours, compiled already, and so can be imported as it is. */
export function isShipped(path: string): boolean {
  return Object.values(folders).some((folder) => path.startsWith(realpathSync(folder) + sep));
}
