import { expect, it } from 'vitest';
import type { Invention } from '../../host/index.js';
import { insight } from '../index.js';
import { inventRecord } from '../testing/invented-record.js';
import { findingsOf } from './index.js';

const found = (host: Invention, engine = 'threads') => {
  const cases = [
    { engine: 'serial', wallMs: 1200 },
    { engine, workers: 2, wallMs: 600 },
  ];
  const record = inventRecord({ host, cases });
  return findingsOf(record, insight(record)).filter(({ check }) => check === 'instance-type');
};
const host = { physicalCores: 2, memoryGiB: 3.8, cpu: 'ARM Neoverse-V2', arch: 'arm64' };

it('says nothing of a machine that is what it is called, of one that has no name, and of a virtual one', () => {
  expect(found({ ...host, instanceType: 'c8g.large' })).toEqual([]);
  expect(found(host)).toEqual([]);
  expect(found({ ...host, instanceType: 'c8g.48xlarge' }, 'fake')).toEqual([]);
});

it('is an error where a record names a type that its machine cannot be', () => {
  const [finding] = found({ ...host, instanceType: 'c7i.large' });
  expect(finding).toMatchObject({
    severity: 'error',
    message: 'This machine has 2 CPUs (arm64, ARM Neoverse-V2); c7i.large has 2 (x64).',
  });
});

it('warns of a type that the catalog does not have', () => {
  const [finding] = found({ ...host, instanceType: 'c8g.lage' });
  expect(finding).toMatchObject({ severity: 'warning', advice: expect.stringContaining('--catalog') });
});
