import {
  AFTER,
  BEFORE,
  type ComparedWork,
  nameOf,
  type SettingComparison,
} from '../../market/compare/index.js';
import { formatChange, formatCount, formatRate, type Interval } from '../../stats/index.js';
import { type Cell, type Column, rangeOf, written } from '../document/table.js';

/** One setting before and after. */
export interface ChangeRow {
  comparison: SettingComparison;
  before: Interval;
  after: Interval;
}

export function changeRows({ entries, comparisons }: ComparedWork): ChangeRow[] {
  const throughputOf = (group: string, name: string) =>
    entries.find((entry) => entry.group === group)!.settings.find(({ setting }) => nameOf(setting) === name)!
      .throughput;
  return comparisons.map((comparison) => {
    const name = nameOf(comparison.setting!);
    return { comparison, before: throughputOf(BEFORE, name), after: throughputOf(AFTER, name) };
  });
}

const rate = (label: string, read: (row: ChangeRow) => Interval): Column<ChangeRow> => ({
  label,
  meaning: 'Tasks finished in a second, with the 95 % interval over runs',
  align: 'right',
  cell: (row) => ({ text: formatRate(read(row).value), detail: rangeOf(read(row), formatRate) }),
  data: (row) => ({ [label]: read(row).value }),
});

function change({ ratio }: SettingComparison): Cell {
  return {
    text: formatChange(ratio.value - 1),
    detail: `${formatChange(ratio.low - 1).replace(' %', '')} to ${formatChange(ratio.high - 1)}`,
  };
}

function verdictOf({ verdict, isRegression, moreRecords }: SettingComparison): Cell {
  const details = [
    ...(isRegression ? ['beyond the margin'] : []),
    ...(moreRecords === undefined ? [] : [`about ${formatCount(moreRecords)} more each`]),
  ];
  return { text: verdict, ...(details.length > 0 ? { detail: details.join(', ') } : {}) };
}

/** In the order they are shown. */
export const changeColumns: readonly Column<ChangeRow>[] = [
  {
    label: 'setting',
    meaning: 'Measured before and after; the answer rests on the first one',
    align: 'left',
    cell: ({ comparison }) => ({ text: nameOf(comparison.setting!) }),
  },
  rate('before', ({ before }) => before),
  rate('after', ({ after }) => after),
  {
    label: 'change',
    meaning: 'Of throughput, with its 95 % interval',
    align: 'right',
    compactDetail: true,
    cell: ({ comparison }) => change(comparison),
    data: ({ comparison }) => ({ change: comparison.ratio.value }),
  },
  {
    label: 'verdict',
    meaning:
      'same within ±3 %, or clearly faster or slower; else about how many more records of each would tell',
    align: 'left',
    cell: ({ comparison }) => verdictOf(comparison),
  },
  {
    label: 'records',
    meaning: 'Before and after',
    align: 'right',
    cell: ({ comparison: { records } }) => ({ text: `${records.to}, ${records.of}` }),
    data: ({ comparison: { records } }) => ({ records: records.of }),
    ...written,
  },
];
