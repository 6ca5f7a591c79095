import type { Catalog } from '../../../catalog/index.js';
import { compareMachines, compareVersions } from '../../../compare/index.js';
import { inventCompared, inventSeries, options } from '../../../compare/testing/invented-records.js';

const instance = (name: string, pricePerHour: number): Catalog['instances'][number] => ({
  provider: 'aws',
  region: 'here',
  name,
  vcpus: 2,
  physicalCores: 1,
  threadsPerCore: 2,
  memoryGiB: 4,
  architecture: 'x86_64',
  cpu: null,
  family: 'a',
  burstable: false,
  pricePerHour,
  currency: 'USD',
  asOf: '2026-01-01',
});
const catalog: Catalog = {
  asOf: '2026-01-01',
  instances: [instance('a.fast', 0.36), instance('a.slow', 0.18)],
  attribution: ['Somebody, CC BY 4.0'],
};
const on = (instanceType: string, rate: number) =>
  inventCompared({ name: `runs/${instanceType}`, rate, host: { instanceType } });
/** Two priced machines, one record each. */
export const machines = compareMachines([on('a.fast', 120), on('a.slow', 100)], { ...options, catalog });
const rates = [100, 101, 99, 100, 100];
/** Five records a side, made in turns; a tenth slower after. */
export const versions = compareVersions(
  inventSeries(
    'after',
    rates.map((rate) => 0.9 * rate),
    1,
  ),
  inventSeries('before', rates, 0),
  { ...options, margin: 0.05 },
);
