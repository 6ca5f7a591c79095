import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';
import { afterAll } from 'vitest';
import type { LoadedScenario } from '../index.js';

/** A user's folder, with files that tests write into it. */
export interface Project {
  readonly folder: string;
  write(files: Record<string, string>): void;
  path(file: string): string;
}

/** A new folder outside of corewise for the tests of a file, with a cache of its own; removed afterwards. */
export function useProject(): Project {
  const root = mkdtempSync(join(realpathSync(tmpdir()), 'corewise-test-'));
  const folder = join(root, 'project');
  process.env.XDG_CACHE_HOME = join(root, 'cache');
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  mkdirSync(folder, { recursive: true });
  const path = (file: string) => join(folder, file);
  const write = (files: Record<string, string>) => {
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(path(file)), { recursive: true });
      writeFileSync(path(file), text);
    }
  };
  return { folder, write, path };
}

/** The source of a scenario whose only task returns `expression`. */
export function scenarioReturning(expression: string, imports = ''): string {
  return `${imports}
export default {
  name: 'probe',
  description: 'Returns what a test asks for.',
  params: {},
  tasks: () => [0],
  run: () => (${expression}),
};
`;
}

const runFirstTask = `
const { parentPort, workerData } = require('node:worker_threads');
import(workerData.module).then(async (exports) => {
  const scenario = exports[workerData.export];
  const state = await scenario.setup?.({ params: scenario.params, worker: 0 });
  const random = { next: () => 0, int: () => 0 };
  const [task] = scenario.tasks(scenario.params, random);
  const context = { params: scenario.params, state, worker: 0, stopped: () => true };
  parentPort.postMessage(await scenario.run(task, context));
});`;

/** What the first task of a loaded scenario returns in a worker thread. */
export function resultInWorker(loaded: { module: string; export: string }): Promise<unknown> {
  const { module, export: name } = loaded;
  return new Promise((resolve, reject) => {
    const worker = new Worker(runFirstTask, { eval: true, workerData: { module, export: name } });
    worker.once('message', resolve).once('error', reject);
  });
}

// A test runner may resolve imports in its own way; a plain process is what users have.
const loadAndPrint = `
import { loadScenario } from ${JSON.stringify(new URL('../index.js', import.meta.url).href)};
const loaded = [];
for (const path of process.argv.slice(1)) loaded.push(await loadScenario(path));
process.stdout.write(JSON.stringify(loaded));`;

/** What `loadScenario` returns in a process of its own, without its functions. */
export async function loadInProcess(path: string): Promise<LoadedScenario> {
  const [loaded] = await loadAllInProcess([path]);
  return loaded!;
}

export async function loadAllInProcess(paths: readonly string[]): Promise<LoadedScenario[]> {
  const args = ['--input-type=module', '-e', loadAndPrint, '--', ...paths];
  return JSON.parse((await promisify(execFile)(process.execPath, args)).stdout);
}
