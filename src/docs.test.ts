import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { checks } from './insight/findings/index.js';
import { packageRoot } from './own-package.js';
import type { Scenario, TaskContext } from './scenario/index.js';
import { loadScenario, loadSuite } from './scenario/loading/index.js';
import { seededRandom } from './stats/index.js';
import { temporaryFolder } from './testing/temporary-folder.js';
import { taskFunction } from './workers/engines/index.js';

const pages = ['README.md', ...readdirSync(join(packageRoot, 'docs')).map((file) => join('docs', file))]
  .filter((file) => file.endsWith('.md'))
  .map((file) => ({ file, text: readFileSync(join(packageRoot, file), 'utf8') }));
const page = (name: string) => pages.find(({ file }) => file === name)!.text;

describe.each(pages)('$file', ({ file, text }) => {
  it('links to files that are there', () => {
    const targets = [...text.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].map(([, target]) => target!);
    const missing = targets.filter(
      (target) => !/^\w+:/.test(target) && !existsSync(resolve(packageRoot, dirname(file), target)),
    );
    expect(missing).toEqual([]);
  });

  it('names files of the project that are there', () => {
    const named = [...text.matchAll(/`((?:src|bench|scenarios|scripts|schema)\/[\w./-]*)`/g)].map(
      ([, path]) => path!,
    );
    expect(named.filter((path) => !/NAME/.test(path) && !existsSync(join(packageRoot, path)))).toEqual([]);
  });
});

describe('the examples in docs/scenarios.md', () => {
  const examples = [...page('docs/scenarios.md').matchAll(/```ts\n\/\/ (\S+)\n([\s\S]*?)```/g)].map(
    ([, name, code]) => ({ name: name!, code: code! }),
  );
  const folder = temporaryFolder();
  const isSuite = ({ code }: { code: string }) => code.includes('defineSuite');

  beforeAll(() => {
    for (const { name, code } of examples) writeFileSync(join(folder, name), code);
  });

  it.each(examples.filter((example) => !isSuite(example)))('$name runs', async ({ name }) => {
    const { scenario } = await loadScenario(join(folder, name));
    expect(await firstResult(scenario)).toBeDefined();
  });

  it.each(examples.filter(isSuite))('$name is a suite of scenarios that are there', async ({ name }) => {
    const { suite } = await loadSuite(`./${name}`, folder);
    for (const { scenario = '' } of suite.sweeps) expect(existsSync(join(folder, scenario))).toBe(true);
  });
});

/** Of the scenario's first task, with everything around it that a worker does. */
async function firstResult(scenario: Scenario): Promise<unknown> {
  const { params } = scenario;
  const ignore = () => undefined;
  const basis = { params, worker: 0, log: { debug: ignore, info: ignore, warn: ignore, error: ignore } };
  await scenario.prepare?.(basis);
  const state = await scenario.setup?.(basis);
  let polls = 0;
  const context: TaskContext = { ...basis, state, stopped: () => polls++ > 0 };
  const tasks = scenario.tasks(params, seededRandom(1));
  const result = scenario.run
    ? await taskFunction(scenario)(tasks[0], context)
    : scenario.combine!([await scenario.consume!(oneByOne(tasks), context)]);
  if (scenario.payload === 'transfer') expect(scenario.transfer!(result).length).toBeGreaterThan(0);
  await scenario.teardown?.(state);
  await scenario.cleanup?.(basis);
  return result;
}

async function* oneByOne(tasks: readonly unknown[]) {
  yield* tasks;
}

it('docs/method.md names every check', () => {
  const text = page('docs/method.md');
  expect(checks.map(({ name }) => name).filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
});
