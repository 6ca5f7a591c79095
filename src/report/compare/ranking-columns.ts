import { formatPrice } from '../../market/catalog/index.js';
import {
  type ComparedWork,
  type ComparisonDocument,
  type Entry,
  nameOf,
  type SettingComparison,
} from '../../market/compare/index.js';
import {
  counted,
  formatInterval,
  formatMemory,
  formatMs,
  formatRate,
  formatRatio,
} from '../../stats/index.js';
import {
  type Cell,
  type Column,
  figure,
  figureCell,
  MISSING,
  number,
  word,
  written,
} from '../document/table.js';

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

/** `faster`, with the ratio; `cannot tell yet`, with what it takes. */
function certaintyOf(comparison: SettingComparison | undefined): Cell {
  if (comparison === undefined) return { text: MISSING };
  const { verdict, ratio, moreRecords } = comparison;
  const told = `${formatRatio(ratio.value)} (${formatInterval(ratio)})`;
  const more = moreRecords === undefined ? '' : `, about ${counted(moreRecords, 'more record')} each`;
  return { text: verdict, detail: verdict === 'cannot tell yet' ? `${told}${more}` : told };
}

/** In the order they are shown. */
export const rankingColumns: readonly Column<RankedRow>[] = [
  number('rank', ({ entry }) => entry.rank, String, { label: '#', meaning: 'Place by throughput' }),
  word('machine', ({ entry }) => entry.group, { label: 'machine', meaning: 'Instance type, label or CPU' }),
  figure('throughput', ({ entry }) => entry.throughput, formatRate, {
    label: 'tasks/s',
    meaning: 'Tasks finished in a second at the best setting, with the 95 % interval over runs',
    compactDetail: true,
  }),
  {
    label: 'than the next',
    meaning: 'Whether it clearly beats the next one in the ranking',
    align: 'left',
    cell: ({ next }) => certaintyOf(next),
    data: ({ next }) => ({ ratio: next?.ratio.value ?? null }),
  },
  {
    label: 'cost',
    meaning: 'Of a million tasks, the whole machine for that time at its price',
    align: 'right',
    cell: ({ entry, currency }) =>
      figureCell(entry.costPerMillion, (value) => formatPrice(value, currency ?? '')),
    data: ({ entry }) => ({ cost: entry.costPerMillion?.value ?? null }),
  },
  {
    label: 'front',
    meaning: 'Nothing with a price is both faster and cheaper',
    align: 'left',
    cell: ({ entry }) => ({ text: entry.onFront ? 'yes' : entry.onFront === false ? 'no' : MISSING }),
    data: ({ entry }) => ({ front: Number(entry.onFront ?? -1) }),
  },
  word('setting', ({ entry }) => nameOf(entry.setting), {
    label: 'best setting',
    meaning: 'The fastest of what was measured there',
    ...written,
  }),
  figure('speedup', ({ entry }) => entry.speedup, formatRatio, {
    label: 'speedup',
    meaning: 'Throughput divided by serial’s on the same machine',
    ...written,
  }),
  figure('scaling', ({ entry }) => entry.scaling, formatRatio, {
    label: 'scaling',
    meaning: 'Throughput divided by that of one worker',
    ...written,
  }),
  figure('ceiling', ({ entry }) => entry.ceiling, formatRatio, {
    label: 'ceiling',
    meaning: 'What this many isolated workers reach together there',
    ...written,
  }),
  {
    label: 'memory',
    meaning: 'The most that one worker held there, and what all of them held together',
    align: 'right',
    ...written,
    cell: ({ entry: { memoryPerWorkerMiB: each, peakMemoryMiB: all } }) =>
      each === null
        ? { text: MISSING }
        : { text: formatMemory(each), ...(all !== null && { detail: `${formatMemory(all)} in all` }) },
    data: ({ entry: { memoryPerWorkerMiB, peakMemoryMiB } }) => ({ memoryPerWorkerMiB, peakMemoryMiB }),
  },
  figure('throughputPerCore', ({ entry }) => entry.throughputPerCore, formatRate, {
    label: 'tasks/s per core',
    meaning: 'Throughput divided by the CPUs the setting could use',
    ...written,
  }),
  figure(
    'secondsPerMillion',
    ({ entry }) => entry.secondsPerMillion,
    (seconds) => formatMs(1000 * seconds),
    { label: 'a million tasks', meaning: 'How long they take', ...written },
  ),
  number('records', ({ entry }) => entry.records, String, {
    label: 'records',
    meaning: 'Runs the figures rest on',
    ...written,
  }),
];
