import fc from 'fast-check';
import { expect, it } from 'vitest';
import { UnavailableError, UsageError } from '../../errors.js';
import { fuzz, mutate, mutations, oddValues } from '../../testing/fuzz.js';
import type { SuiteCommand } from '../command.js';
import { checkSuite, commandSpec, resolveParams } from './index.js';
import { checkScenario } from './scenario-shape.js';

/** Tens of thousands in a second. */
const CHEAP = 4;

const nothing = () => [];
const functions = ['tasks', 'run', 'consume', 'combine', 'setup', 'teardown', 'prepare', 'cleanup', 'cost'];
const scenario = (): Record<string, unknown> => ({
  name: 'mine',
  description: 'Adds.',
  params: { tasks: 12, how: 'fast', deep: true },
  verify: { tolerance: 0.1 },
  payload: 'copy',
  warmup: false,
  ...Object.fromEntries(functions.map((name) => [name, nothing])),
});
const suite = {
  name: 'mine',
  rounds: 3,
  sweeps: [
    {
      scenario: 'cycles',
      params: { tasks: 2 },
      engines: ['serial'],
      workers: [1, 'P-1'],
      chunksizes: [1, 'auto'],
    },
    {
      command: { name: 'sh', argv: ['sh', '-c', 'echo {}'], range: '1..3', env: { A: '{worker}' } },
      cores: ['all'],
    },
    { command: { argv: ['sh', '{workers}'], serial: ['sh'] }, cpuQuotas: [0.5, 'none'] },
    { command: { argv: ['sh'], tasks: ['a', 'b'], persistent: true } },
  ],
};

/** A clear error, or what works. */
function check(load: () => void): void {
  try {
    load();
  } catch (error) {
    const isClear = error instanceof UsageError || error instanceof UnavailableError;
    expect(isClear, String((error as Error).stack)).toBe(true);
  } finally {
    expect(Object.keys(Object.prototype)).toEqual([]);
  }
}

it('the sound ones load', () => {
  expect(checkScenario(scenario(), 'mine.mjs').name).toBe('mine');
  expect(checkSuite(suite, 'mine.mjs').sweeps).toHaveLength(4);
});

it('scenarios with members that are not what they should be', async () => {
  const changed = fc.tuple(mutations, fc.dictionary(fc.string(), oddValues, { maxKeys: 3 }));
  await fuzz(
    'scenarios with odd members',
    changed,
    ([all, overrides]) =>
      check(() => {
        const value = scenario();
        for (const mutation of all) mutate(value, mutation);
        resolveParams(checkScenario(value, 'mine.mjs'), overrides);
      }),
    CHEAP,
  );
});

it('suites with members that are not what they should be', async () => {
  await fuzz(
    'suites with odd members',
    mutations,
    (all) =>
      check(() => {
        const value = structuredClone(suite);
        for (const mutation of all) mutate(value, mutation);
        for (const { command } of checkSuite(value, 'mine.mjs').sweeps)
          if (command) commandSpec(command as SuiteCommand, '/');
      }),
    CHEAP,
  );
});

it('what a module exports instead', async () => {
  const anything = fc.oneof(
    oddValues,
    fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true, withSet: true }),
    fc.constantFrom<unknown>(nothing, Symbol('x'), new Proxy({}, {}), class Mine {}),
  );
  await fuzz(
    'modules that export anything',
    anything,
    (value) => {
      check(() => void checkScenario(value, 'mine.mjs'));
      check(() => void checkSuite(value, 'mine.mjs'));
    },
    CHEAP,
  );
});
