import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../testing/temporary-folder.js';
import { chooseSuite } from './choose-suite.js';

const folder = temporaryFolder();
const tuned = (scenarios: string[], suite?: string) => chooseSuite(scenarios, suite, {}, true);

describe('what is tuned', () => {
  it('of a suite that comes with corewise is its scenarios, whatever settings a first run has of them', async () => {
    const { suite, label } = await tuned([]);
    expect(label).toBe('default');
    expect(suite.sweeps).toEqual([{ scenario: 'cycles' }, { scenario: 'calculate-e' }]);
    const quick = await tuned([], 'quick');
    expect(quick.suite).toEqual({ name: 'quick', sweeps: [{ scenario: 'cycles' }] });
  });

  it('of a suite of one’s own is what it names', async () => {
    const path = join(folder, 'own.mjs');
    const own = { name: 'own', sweeps: [{ scenario: 'cycles', engines: ['threads'], workers: [2] }] };
    writeFileSync(path, `export default ${JSON.stringify(own)};`);
    expect((await tuned([], path)).suite).toEqual(own);
  });

  it('of named scenarios is everything', async () => {
    expect((await tuned(['cycles', 'primes'])).suite.sweeps).toEqual([
      { scenario: 'cycles' },
      { scenario: 'primes' },
    ]);
  });
});

it('without tuning a suite is measured as it stands', async () => {
  const { suite } = await chooseSuite([], 'quick');
  expect(suite).toMatchObject({ rounds: 10, sweeps: [{ workers: ['auto'], chunksizes: [1] }] });
});
