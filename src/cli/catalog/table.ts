import {
  type Instance,
  type PriceDoubt,
  placesOf,
  pricePerCore,
  pricePerVcpu,
} from '../../market/catalog/index.js';
import { type PlainColumn, plainTable, wrap } from '../../report/index.js';
import { listed } from '../../stats/index.js';

interface Column extends PlainColumn {
  cell(instance: Instance): string;
}

/** Decimals of a price: a vCPU costs a few hundredths an hour. */
const DECIMALS = 4;

/** The instances as a table, and below it what holds for all of them. */
export function catalogTable(
  instances: readonly Instance[],
  doubt: PriceDoubt | undefined,
  width: number,
): string[] {
  const columns = columnsFor(instances);
  const rows = instances.map((instance) => columns.map(({ cell }) => cell(instance)));
  return [...plainTable(columns, rows), '', ...below(instances, doubt).flatMap((text) => wrap(text, width))];
}

function columnsFor(instances: readonly Instance[]): Column[] {
  const unit = instances[0]?.currency === 'USD' ? '$' : '';
  const [before, after] = hasSeveralRegions(instances)
    ? [[region], []]
    : [[], [{ label: `${unit}/core-h`, align: 'right', cell: coreOf } as const, date]];
  return [
    { label: 'type', align: 'left', cell: nameOf },
    ...before,
    { label: 'vCPUs', align: 'right', cell: ({ vcpus }) => String(vcpus) },
    { label: 'cores', align: 'right', cell: ({ physicalCores }) => String(physicalCores ?? '?') },
    { label: 'GiB', align: 'right', cell: ({ memoryGiB }) => String(Number(memoryGiB.toFixed(1))) },
    { label: 'arch', align: 'left', cell: ({ architecture }) => architecture },
    { label: `${unit}/h`, align: 'right', cell: ({ pricePerHour }) => pricePerHour.toFixed(DECIMALS) },
    { label: `${unit}/vCPU-h`, align: 'right', cell: (each) => pricePerVcpu(each).toFixed(DECIMALS) },
    ...after,
  ];
}

function coreOf(instance: Instance): string {
  return pricePerCore(instance)?.toFixed(DECIMALS) ?? '?';
}

const region: Column = { label: 'region', align: 'left', cell: (instance) => instance.region };
const date: Column = { label: 'price of', align: 'left', cell: ({ asOf }) => asOf };

function nameOf({ name, burstable }: Instance): string {
  return burstable ? `${name}*` : name;
}

function hasSeveralRegions(instances: readonly Instance[]): boolean {
  const places = new Set(instances.map((each) => `${each.provider} ${each.region}`));
  return places.size > new Set(instances.map(({ provider }) => provider)).size;
}

function below(instances: readonly Instance[], doubt: PriceDoubt | undefined): string[] {
  const dates = [...new Set(instances.map(({ asOf }) => asOf))].sort();
  const dated = hasSeveralRegions(instances) ? `, prices of ${spanOf(dates)}` : '';
  return [
    `${placesOf(instances)}; Linux, on demand, ${instances[0]!.currency}${dated}.`,
    ...(instances.some(({ burstable }) => burstable)
      ? ['* burstable: its full speed lasts only as long as its credits.']
      : []),
    ...(instances.some(({ physicalCores }) => physicalCores === null)
      ? ['? the number of physical cores is not published: a vCPU may be half a core.']
      : []),
    ...severalModels(instances),
    ...(doubt ? [`${doubt.message} ${doubt.advice}`] : []),
  ];
}

/** Families whose CPU nobody can choose: which model a machine has shows once it runs. */
function severalModels(instances: readonly Instance[]): string[] {
  const families = instances.filter(({ cpus }) => cpus !== undefined).map(({ family }) => family);
  if (families.length === 0) return [];
  const names = listed([...new Set(families)]);
  return [
    `${names}: several CPU models; which one a machine has shows only once it runs (--json names them).`,
  ];
}

/** `2026-07-20`, or `2026-06-18 to 2026-08-03`. */
function spanOf(dates: readonly string[]): string {
  return dates.length === 1 ? dates[0]! : `${dates[0]} to ${dates.at(-1)}`;
}
