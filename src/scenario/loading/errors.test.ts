import { expect, it } from 'vitest';
import { UnavailableError, UsageError } from '../../errors.js';
import { findScenario, loadScenario, loadSuite } from './index.js';
import { scenarioReturning, useProject } from './testing/project.js';

const project = useProject();

async function refusal(file: string, source: string): Promise<string> {
  project.write({ [file]: source });
  const error = await loadScenario(project.path(file)).catch((thrown) => thrown);
  expect(error).toBeInstanceOf(UsageError);
  return error.message.replaceAll(`${project.folder}/`, '');
}

it('refuses what is no URL of a file here', () => {
  const find = () => findScenario('file:///x%zz.ts', project.folder);
  expect(find).toThrow(UsageError);
  expect(find).toThrow('The scenario file:///x%zz.ts is not the URL of a file here: URI malformed.');
});

async function refusedSuite(source: string): Promise<string> {
  project.write({ 'suite.ts': source });
  const error = await loadSuite('./suite.ts', project.folder).catch((thrown) => thrown);
  expect(error).toBeInstanceOf(UsageError);
  return error.message.replaceAll(`${project.folder}/`, '');
}

it('names the file that an import could mean', async () => {
  project.write({ 'helper.mjs': 'export const a = 1;' });
  const message = await refusal('x.ts', "import { a } from './helper.ts';\nexport default a;");
  expect(message).toBe('x.ts:1:19: Could not resolve "./helper.ts", but helper.mjs is there');
});

it.each([
  ['a syntax error', 'const a = 1;\nexport default {,};', 'x.ts:2:17: Expected identifier but found ","'],
  ['a missing file', `import './gone.js';`, 'x.ts:1:8: Could not resolve "./gone.js"'],
  [
    'an unknown part of corewise',
    `import a from 'corewise/nothing';\nexport default a;`,
    /^x\.ts:1:15: .*'\.\/nothing'/,
  ],
  [
    'an error at the top level',
    `throw new Error('no licence');`,
    'x.ts failed while it was loaded: no licence',
  ],
  [
    'nothing exported',
    'const a = 1;',
    'x.ts exports no scenario. It needs "export default defineScenario({ … })".',
  ],
  [
    'two scenarios',
    'export const a = { run() {} };\nexport const b = { run() {} };',
    'x.ts exports several: a, b. Make one the default export.',
  ],
  [
    'a function',
    'export default () => 1;',
    'x.ts: it exports a function, and a scenario is an object. Put it there as `run`, beside the tasks that it is called with; npx corewise init my-work writes an example.',
  ],
  [
    'a named function',
    'export default function work() {}',
    /^x\.ts: it exports the function work, and a scenario is an object\. Put it there as `run`/,
  ],
])('refuses %s, naming the place', async (_, source, message) => {
  const given = await refusal('x.ts', source);
  if (typeof message === 'string') expect(given).toBe(message);
  else expect(given).toMatch(message);
});

it.each([
  [
    'one',
    `import a from 'gone';\nexport default a;`,
    'It needs the package "gone", which is not installed here.',
  ],
  [
    'two, by their names alone',
    `import a from 'gone/part.js';\nimport b from '@gone/with/part';\nexport default [a, b];`,
    'It needs the packages "gone", "@gone/with", which are not installed here.',
  ],
  [
    'one that is required',
    `const a = require('gone');\nexport default a;`,
    'It needs the package "gone", which is not installed here.',
  ],
])('a missing package is no misuse: %s', async (_, source, message) => {
  project.write({ 'x.ts': source });
  const error = await loadScenario(project.path('x.ts')).catch((thrown) => thrown);
  expect(error).toBeInstanceOf(UnavailableError);
  expect(error.message).toBe(message);
});

it('a missing package beside another error is that error', async () => {
  expect(await refusal('x.ts', `import 'gone';\nimport './gone.js';`)).toBe(
    'x.ts:1:8: Could not resolve "gone": if it is a package, run npm install gone\nx.ts:2:8: Could not resolve "./gone.js"',
  );
});

it('a package that is missing in a suite is a misuse, naming the place', async () => {
  expect(await refusedSuite(`import 'gone';\nexport default {};`)).toBe(
    'suite.ts:1:8: Could not resolve "gone": if it is a package, run npm install gone',
  );
});

it.each([
  ['name: 1', '"name" must be a string.'],
  ['name: "Two Words"', '"name" must be lower-case words joined by hyphens, such as "sort-numbers".'],
  ['description: " "', '"description" must not be empty: say what it stresses and the curve to expect.'],
  ['params: { a: [] }', '"params.a" must be a finite number, a string, true or false.'],
  ['params: { a: NaN }', '"params.a" must be a finite number, a string, true or false.'],
  ['params: undefined', '"params" must be an object of numbers, strings and booleans; {} for none.'],
  ['tasks: [1, 2]', '"tasks" must be a function, (params, random) => the tasks of one pass.'],
  [
    'run: undefined',
    '"run" must be a function, (task, context) => its result; or "consume", (tasks, context) => one result per worker.',
  ],
  ['run: 1', '"run" must be a function, (task, context) => its result.'],
  ['spread: 1', '"spread" must be true or false.'],
  ['combine: () => 1', '"combine" says what the results of "consume" come to, but there is no "consume".'],
  [
    'consume: () => 1',
    '"combine" is required with "consume": (results) => what they come to, which is compared with serial\'s; or set "verify" to "none".',
  ],
  [
    'run: undefined, consume: () => 1, verify: "none", openEnded: true',
    '"run" is required with "openEnded": (task, context) => { count, value }.',
  ],
  [
    'run: undefined, consume: () => 1, verify: "none", spread: true',
    '"spread" says how tasks reach "run", but there is no "run".',
  ],
  ['verify: { tolerance: -1 }', '"verify" must be "exact", "none" or { tolerance: a positive number }.'],
  [
    'payload: "move"',
    '"payload" must be "copy", "transfer" or "share", or a function, (params) => one of them.',
  ],
  [
    'payload: "transfer"',
    '"transfer" is required when "payload" is "transfer": (result) => what can be moved; or "transferTask", (task) => what can be moved.',
  ],
  ['openEnded: false', '"openEnded" must be true, or absent.'],
  ['warmup: 3', '"warmup" must be false or a function, (params, random) => tasks.'],
])('refuses a scenario with %s', async (field, message) => {
  expect(await refusal('x.ts', scenarioReturning('1').replace('};', `${field} };`))).toBe(`x.ts: ${message}`);
});

it('names the nearest field for one that is unknown', async () => {
  const message = await refusal('x.ts', scenarioReturning('1').replace('};', 'warmpu: false };'));
  expect(message).toMatch(/^x\.ts: Unknown field "warmpu"\. Did you mean "warmup"\?/);
});

it.each([
  ['{ sweeps: [{ scenario: "cycles" }] }', '"name" must be a string.'],
  ['{ name: "mine", sweeps: [] }', '"sweeps" must hold at least one sweep.'],
  [
    '{ name: "mine", sweeps: [{}] }',
    '"sweeps.0.scenario" must name a scenario or a path; or "command" a program.',
  ],
  [
    '{ name: "mine", sweeps: [{ scenario: "a", chunksizes: [0] }] }',
    '"sweeps.0.chunksizes.0" must be "auto" or a whole number, 1 or more.',
  ],
  [
    '{ name: "mine", rounds: 1.5, sweeps: [{ scenario: "a" }] }',
    '"rounds" must be a whole number, 1 or more.',
  ],
])('refuses the suite %s', async (suite, message) => {
  expect(await refusedSuite(`export default ${suite};`)).toBe(`suite.ts: ${message}`);
});

it('names the nearest field for one that a sweep does not have', async () => {
  const message = await refusedSuite(
    'export default { name: "a", sweeps: [{ scenario: "a", worker: [1] }] };',
  );
  expect(message).toMatch(/^suite\.ts: at "sweeps\.0": Unknown field "worker"\. Did you mean "workers"\?/);
});

it.each([
  ['cycle', /^Unknown scenario "cycle"\. Did you mean "cycles"\? Valid: cycles, calculate-e,/],
  ['own', 'Unknown scenario "own". For the file own.ts write ./own.ts.'],
  ['./gone.ts', 'There is no scenario at gone.ts.'],
  ['gone.mjs', 'There is no scenario at gone.mjs.'],
  ['./own.js', 'There is no scenario at own.js. Did you mean own.ts?'],
  ['./own', 'own is not a scenario: a scenario is a module (.ts, .mts, .js or .mjs). Did you mean own.ts?'],
  ['./below', 'below is a folder; name the file of the scenario.'],
  ['data.json', 'data.json is not a scenario: a scenario is a module (.ts, .mts, .js or .mjs).'],
  ['./README', 'README is not a scenario: a scenario is a module (.ts, .mts, .js or .mjs).'],
])('does not find %s, and says why', (given, message) => {
  project.write({ 'own.ts': '', 'below/x.ts': '', 'data.json': '{}' });
  const find = () => {
    try {
      return findScenario(given, project.folder);
    } catch (error) {
      expect(error).toBeInstanceOf(UsageError);
      return (error as Error).message.replaceAll(`${project.folder}/`, '');
    }
  };
  if (typeof message === 'string') expect(find()).toBe(message);
  else expect(find()).toMatch(message);
});
