import { unknownName } from '../../errors.js';
import type { Catalog } from './catalog.js';
import type { architectures, Instance } from './instance.js';
import { pricePerCore, pricePerVcpu } from './price.js';

/** Both ends belong to it. */
export interface Range {
  readonly low: number;
  readonly high: number;
}

/** What an instance has to be; what is not given does not matter. */
export interface Selection {
  readonly vcpus?: Range;
  readonly memoryGiB?: Range;
  readonly architecture?: (typeof architectures)[number];
  readonly providers?: readonly string[];
  readonly regions?: readonly string[];
  readonly families?: readonly string[];
  readonly burstable?: boolean;
}

/**
 * The instances that a selection lets through, in the catalog's order. Throws UsageError for a provider, region or
 * family that the catalog does not have: an empty answer would hide a slip of the pen.
 */
export function selectInstances({ instances }: Catalog, selection: Selection): Instance[] {
  checkNames(
    'provider',
    selection.providers,
    instances.map(({ provider }) => provider),
  );
  checkNames(
    'region',
    selection.regions,
    instances.map(({ region }) => region),
  );
  checkNames(
    'family',
    selection.families,
    instances.map(({ family }) => family),
  );
  return instances.filter((instance) => matches(instance, selection));
}

function checkNames(kind: string, given: readonly string[] = [], there: readonly string[]): void {
  const valid = [...new Set(there)].sort();
  const unknown = given.find((name) => !valid.includes(name));
  if (unknown !== undefined) throw unknownName(kind, unknown, valid);
}

function matches(instance: Instance, selection: Selection): boolean {
  const { vcpus, memoryGiB, architecture, providers, regions, families, burstable } = selection;
  return (
    within(instance.vcpus, vcpus) &&
    within(instance.memoryGiB, memoryGiB) &&
    (architecture === undefined || instance.architecture === architecture) &&
    (providers === undefined || providers.includes(instance.provider)) &&
    (regions === undefined || regions.includes(instance.region)) &&
    (families === undefined || families.includes(instance.family)) &&
    (burstable === undefined || instance.burstable === burstable)
  );
}

function within(value: number, range: Range | undefined): boolean {
  return range === undefined || (value >= range.low && value <= range.high);
}

interface Order {
  readonly name: string;
  /** Ascending; null goes last. */
  readonly by: (instance: Instance) => number | string | null;
}

/** What instances can be sorted by, smallest first. To add one: a line here. */
export const orders: readonly Order[] = [
  { name: 'price', by: ({ pricePerHour }) => pricePerHour },
  { name: 'price-per-vcpu', by: pricePerVcpu },
  { name: 'price-per-core', by: pricePerCore },
  { name: 'vcpus', by: ({ vcpus }) => vcpus },
  { name: 'cores', by: ({ physicalCores }) => physicalCores },
  { name: 'memory', by: ({ memoryGiB }) => memoryGiB },
  { name: 'name', by: ({ name }) => name },
];

const byName = new Intl.Collator('en', { numeric: true });

/** Sorted by an order, then by name: equal prices stand in the same order every time. */
export function sortInstances(instances: readonly Instance[], { by }: Order): Instance[] {
  return [...instances].sort((a, b) => compare(by(a), by(b)) || byName.compare(a.name, b.name));
}

function compare(a: number | string | null, b: number | string | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return typeof a === 'number' && typeof b === 'number' ? a - b : byName.compare(String(a), String(b));
}
