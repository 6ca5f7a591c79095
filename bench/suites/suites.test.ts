import { expect, it } from 'vitest';
import {
  findScenario,
  loadScenario,
  loadSuite,
  resolveParams,
  shippedScenarioNames,
} from '../../src/scenario/loading/index.js';

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

it('patterns compares three ways to load a database, and three to hand data over', async () => {
  const sweeps = await sweepsOf('patterns');
  expect(new Set(sweeps.map(({ scenario }) => scenario))).toEqual(
    new Set(['etl-files', 'etl-database', 'directory-digest', 'whole-program', 'payload']),
  );
  const of = (name: string) => sweeps.filter(({ scenario }) => scenario === name);
  const loads = of('etl-database').flatMap(({ dispatches, params }) =>
    dispatches!.map((dispatch) => `${dispatch} ${params?.insert ?? 'each'}`),
  );
  expect(loads).toEqual(['imapUnordered each', 'consume each', 'consume once']);
  expect(of('payload').map(({ params }) => params)).toEqual([
    { payload: 'copy' },
    { payload: 'transfer' },
    { payload: 'share' },
  ]);
  expect(of('directory-digest').map(({ params }) => params)).toEqual([undefined, { background: false }]);
});

it.each(['default', 'quick', 'full', 'patterns'])(
  '%s has only parameters that its scenarios have',
  async (name) => {
    for (const { scenario = '', params = {} } of await sweepsOf(name)) {
      const loaded = await loadScenario(findScenario(scenario, '.'));
      expect(() => resolveParams(loaded.scenario, params)).not.toThrow();
    }
  },
);
