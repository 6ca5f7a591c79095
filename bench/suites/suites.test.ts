import { expect, it } from 'vitest';
import { loadSuite, shippedScenarioNames } from '../../src/scenario/loading/index.js';

async function sweepsOf(name: string) {
  return (await loadSuite(name, '.')).suite.sweeps;
}

it('default measures two scenarios in every engine, and one of them on a single core', async () => {
  const sweeps = await sweepsOf('default');
  expect(new Set(sweeps.map(({ scenario }) => scenario))).toEqual(new Set(['cycles', 'calculate-e']));
  expect(new Set(sweeps.flatMap(({ engines }) => engines))).toEqual(
    new Set(['serial', 'threads', 'processes']),
  );
  expect(sweeps.filter(({ cores }) => cores)).toEqual([
    {
      scenario: 'cycles',
      engines: ['threads'],
      workers: [2],
      dispatches: ['imapUnordered'],
      chunksizes: [1],
      cores: [1],
    },
  ]);
});

it('quick is one scenario in ten rounds', async () => {
  const { suite } = await loadSuite('quick', '.');
  expect(suite.rounds).toBe(10);
  expect(suite.sweeps.map(({ scenario }) => scenario)).toEqual(['cycles']);
});

it('full has every scenario, in teaching order', async () => {
  const names = (await sweepsOf('full')).map(({ scenario }) => scenario);
  expect([...new Set(names)]).toEqual(shippedScenarioNames());
});
