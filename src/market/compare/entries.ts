import { dividedBy, type Interval } from '../../stats/index.js';
import type { JoinedWork } from './joined-work.js';
import {
  describeMeasured,
  fastestFirst,
  type Measured,
  measuredOf,
  ratioOver,
  resting,
  type Usable,
} from './measured.js';
import type { Group } from './records.js';
import type { Entry, Price } from './schema.js';

/** What a group has of a work, at the setting that stands for it. */
export interface Entrant {
  readonly group: Group;
  readonly price: Price | null;
  /** The setting that stands for the group. */
  readonly best: Measured;
  readonly all: readonly Measured[];
}

/** Groups that measured this work, each at its fastest setting; those without a figure are left out. */
export function entrantsOf(
  groups: readonly (Group & { price: Price | null })[],
  work: JoinedWork,
): Entrant[] {
  return groups.flatMap((group) => {
    const all = fastestFirst(measuredOf(group, work));
    return all.length === 0 ? [] : [{ group, price: group.price, best: all[0]!, all }];
  });
}

/** The groups ranked by throughput. */
export function entriesOf(entrants: readonly Entrant[]): Entry[] {
  const entries = entrants
    .map(figuresOf)
    .sort((a, b) => b.throughput.value - a.throughput.value)
    .map((entry, i) => ({ ...entry, rank: i + 1 }));
  return entries.map((entry) => ({ ...entry, onFront: frontOf(entry, entries, entrants) }));
}

function figuresOf({ group, price, best, all }: Entrant): Entry {
  const { setting, records, throughput } = describeMeasured(best);
  const results = resting(best).map(({ result }) => result);
  const { cores } = results[0]!.case;
  const seconds = secondsPerMillion(throughput);
  return {
    group: group.name,
    rank: 0,
    setting,
    records,
    throughput,
    verified: verifiedOf(results),
    speedup: ratioOver(results.map((result) => result.speedup)),
    scaling: ratioOver(results.map((result) => result.scaling)),
    ceiling: ratioOver(results.map((result) => result.ceiling)),
    memoryPerWorkerMiB: mostOf(results.map((result) => result.memoryPerWorkerMiB)),
    peakMemoryMiB: mostOf(results.map((result) => result.peakMemoryMiB)),
    cores,
    throughputPerCore: dividedBy(throughput, cores),
    secondsPerMillion: seconds,
    costPerMillion: price === null ? null : costPerMillion(seconds, price),
    onFront: null,
    settings: all.map(describeMeasured),
  };
}

function mostOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : Math.max(...known);
}

/** True only where every record could check it. */
function verifiedOf(results: readonly Usable[]): boolean | null {
  return results.every(({ verified }) => verified === true) ? true : null;
}

/** Among those priced in the same currency. */
function frontOf(entry: Entry, entries: readonly Entry[], entrants: readonly Entrant[]): boolean | null {
  const currencyOf = ({ group }: Entry) =>
    entrants.find((entrant) => entrant.group.name === group)?.price?.currency;
  if (entry.costPerMillion === null) return null;
  const rivals = entries.filter((other) => currencyOf(other) === currencyOf(entry));
  return isOnFront(pointOf(entry), rivals.map(pointOf));
}

function pointOf({ secondsPerMillion: seconds, costPerMillion: cost }: Entry) {
  return { seconds: seconds.value, cost: cost?.value ?? Number.POSITIVE_INFINITY };
}

const MILLION = 1e6;

/** How long a million tasks take, s, at so many a second: the highest rate gives the lowest time. */
function secondsPerMillion({ value, low, high }: Interval): Interval {
  return { value: MILLION / value, low: MILLION / high, high: MILLION / low };
}

/** What they cost: the whole machine for that time, whatever part of it the setting used. */
function costPerMillion(seconds: Interval, { perHour }: Price): Interval {
  const cost = (time: number) => (time / 3600) * perHour;
  return { value: cost(seconds.value), low: cost(seconds.low), high: cost(seconds.high) };
}

interface Point {
  seconds: number;
  cost: number;
}

/** Whether no other point is at least as good in both and better in one: the Pareto front of time and cost. */
function isOnFront(point: Point, all: readonly Point[]): boolean {
  return !all.some(
    ({ seconds, cost }) =>
      seconds <= point.seconds && cost <= point.cost && (seconds < point.seconds || cost < point.cost),
  );
}
