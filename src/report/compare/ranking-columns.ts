import { formatPrice } from '../../market/catalog/index.js';
import type {
  ComparedWork,
  ComparisonDocument,
  Entry,
  SettingComparison,
} from '../../market/compare/index.js';
import { nameOf } from '../../market/compare/index.js';
import { formatMs, formatRate, formatRatio, type Interval } from '../../stats/index.js';
import { type Cell, MISSING, rangeOf } from '../column.js';
import type { RowColumn } from '../row-column.js';
import { certaintyOf } from './certainty.js';

/** A machine's place in the ranking of one work. */
export interface RankedRow {
  entry: Entry;
  /** With the next one in the ranking; undefined for the last. */
  next: SettingComparison | undefined;
  currency: string | undefined;
}

export function rankedRows(
  { entries, comparisons }: ComparedWork,
  { groups }: ComparisonDocument,
): RankedRow[] {
  return entries.map((entry) => ({
    entry,
    next: comparisons.find(({ of, isAnswer }) => isAnswer && of === entry.group),
    currency: groups.find(({ name }) => name === entry.group)?.price?.currency,
  }));
}

function figure(value: Interval | null, format: (value: number) => string): Cell {
  if (value === null) return { text: MISSING };
  const text = format(value.value);
  return value.low === value.high ? { text } : { text, detail: rangeOf(value, format) };
}

type Column = RowColumn<RankedRow>;

const interval = (
  label: string,
  meaning: string,
  read: (entry: Entry) => Interval | null,
  format: (value: number) => string,
): Column => ({
  label,
  meaning,
  align: 'right',
  cell: ({ entry }) => figure(read(entry), format),
  sort: ({ entry }) => read(entry)?.value,
});

const cost: Column = {
  label: 'cost',
  meaning: 'Of a million tasks, the whole machine for that time at its price',
  align: 'right',
  cell: ({ entry, currency }) => figure(entry.costPerMillion, (value) => formatPrice(value, currency ?? '')),
  sort: ({ entry }) => entry.costPerMillion?.value,
};

const documents = (column: Column): Column => ({ ...column, documentsOnly: true });

/** In the order they are shown. */
export const rankingColumns: readonly Column[] = [
  {
    label: '#',
    meaning: 'Place by throughput',
    align: 'right',
    cell: ({ entry }) => ({ text: String(entry.rank) }),
    sort: ({ entry }) => entry.rank,
  },
  {
    label: 'machine',
    meaning: 'Instance type, label or CPU',
    align: 'left',
    cell: ({ entry }) => ({ text: entry.group }),
    sort: ({ entry }) => entry.group,
  },
  {
    ...interval(
      'tasks/s',
      'Tasks finished in a second at the best setting, with the 95 % interval over runs',
      (e) => e.throughput,
      formatRate,
    ),
    compactDetail: true,
  },
  {
    label: 'than the next',
    meaning: 'Whether it clearly beats the next one in the ranking',
    align: 'left',
    cell: ({ next }) => certaintyOf(next),
    sort: ({ next }) => next?.ratio.value,
  },
  cost,
  {
    label: 'front',
    meaning: 'Nothing with a price is both faster and cheaper',
    align: 'left',
    cell: ({ entry }) => ({ text: entry.onFront ? 'yes' : entry.onFront === false ? 'no' : MISSING }),
    sort: ({ entry }) => Number(entry.onFront ?? -1),
  },
  documents({
    label: 'best setting',
    meaning: 'The fastest of what was measured there',
    align: 'left',
    cell: ({ entry }) => ({ text: nameOf(entry.setting) }),
    sort: ({ entry }) => nameOf(entry.setting),
  }),
  documents(
    interval('speedup', 'Throughput divided by serial’s on the same machine', (e) => e.speedup, formatRatio),
  ),
  documents(interval('scaling', 'Throughput divided by that of one worker', (e) => e.scaling, formatRatio)),
  documents(
    interval(
      'ceiling',
      'What this many isolated workers reach together there',
      (e) => e.ceiling,
      formatRatio,
    ),
  ),
  documents(
    interval(
      'tasks/s a core',
      'Throughput divided by the CPUs the setting could use',
      (e) => e.throughputPerCore,
      formatRate,
    ),
  ),
  documents(
    interval(
      'a million tasks',
      'How long they take',
      (e) => e.secondsPerMillion,
      (seconds) => formatMs(1000 * seconds),
    ),
  ),
  documents({
    label: 'records',
    meaning: 'Runs the figures rest on',
    align: 'right',
    cell: ({ entry }) => ({ text: String(entry.records) }),
    sort: ({ entry }) => entry.records,
  }),
];
