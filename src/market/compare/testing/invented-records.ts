import type { HostFacts } from '../../../host/index.js';
import { inventRecord } from '../../../insight/testing/invented-record.js';
import type { InventedRun } from '../../../insight/testing/invented-run.js';
import type { Catalog } from '../../catalog/index.js';
import { type ComparedRecord, comparedRecord } from '../records.js';

/** A run of `cycles`, 12 tasks per pass: serial, and two threads at a rate of one's own. */
export interface InventedComparison {
  name: string;
  /** Tasks a second with two threads. */
  rate?: number;
  label?: string;
  /** Minutes after the first one. */
  minute?: number;
  hash?: string;
  host?: Partial<HostFacts>;
  physicalCores?: number;
  seed?: number;
  corewise?: string;
  run?: Partial<InventedRun>;
}

/** Exact: every round takes the same. */
export function inventCompared(given: InventedComparison): ComparedRecord {
  const {
    name,
    rate = 100,
    label = 'invented',
    minute = 0,
    hash = 'a'.repeat(64),
    physicalCores = 2,
  } = given;
  const record = inventRecord({
    host: { physicalCores, ...given.host },
    scenarios: [{ name: 'cycles', hash }],
    cases: [
      { engine: 'serial', wallMs: 24_000 / rate },
      { engine: 'threads', workers: 2, wallMs: 12_000 / rate },
    ],
    ...given.run,
    plan: { label, startedAt: new Date(Date.UTC(2026, 0, 2, 3, minute)).toISOString(), ...given.run?.plan },
  });
  const { header } = record;
  const versions = { ...header.versions, ...(given.corewise && { corewise: given.corewise }) };
  return comparedRecord(name, { ...record, header: { ...header, seed: given.seed ?? 1, versions } });
}

export const options = { today: new Date('2026-01-10'), version: '0.0.0' };

/** Records at these rates, one every `every` minutes from `first` on. */
export function inventSeries(name: string, rates: readonly number[], first = 0, every = 2): ComparedRecord[] {
  return rates.map((rate, i) => inventCompared({ name: `${name}${i + 1}`, rate, minute: first + every * i }));
}

/** Machines like the invented ones at these prices an hour, by name. */
export function inventCatalog(prices: Readonly<Record<string, number>>): Catalog {
  const instances = Object.entries(prices).map(([name, pricePerHour]) => ({
    provider: 'aws',
    region: 'here',
    name,
    vcpus: 2,
    physicalCores: 2,
    threadsPerCore: 1,
    memoryGiB: 16,
    architecture: 'x86_64' as const,
    cpu: null,
    family: 'a',
    burstable: false,
    pricePerHour,
    currency: 'USD',
    asOf: '2026-01-01',
  }));
  return { asOf: '2026-01-01', instances, attribution: ['Somebody, CC BY 4.0'] };
}
