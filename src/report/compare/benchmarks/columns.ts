import type { ComparedBenchmark } from '../../../market/compare/index.js';
import { formatChange, formatCount, formatRate, type Interval } from '../../../stats/index.js';
import { type Column, rangeOf, word, written } from '../../document/table.js';

const rate = (side: 'before' | 'after'): Column<ComparedBenchmark> => ({
  label: side,
  meaning: 'Iterations per second, with the 95 % interval over runs',
  align: 'right',
  cell: (row) => ({ text: formatRate(row[side].value), detail: rangeOf(row[side], formatRate) }),
  data: (row) => ({ [side]: row[side].value }),
});

/** `−12 to +3 %`. */
const ends = ({ low, high }: Interval): string =>
  `${formatChange(low - 1).replace(' %', '')} to ${formatChange(high - 1)}`;

/** In the order they are shown; `nameOf` says what a benchmark is called here. */
export const benchmarkColumns = (
  nameOf: (row: ComparedBenchmark) => string,
): readonly Column<ComparedBenchmark>[] => [
  word('benchmark', nameOf, {
    label: 'benchmark',
    meaning: 'Its file where there are several, its describes and its name, as vitest writes them',
  }),
  rate('before'),
  rate('after'),
  {
    label: 'change',
    meaning: 'Of iterations per second, with its 95 % interval',
    align: 'right',
    compactDetail: true,
    cell: ({ ratio }) => ({ text: formatChange(ratio.value - 1), detail: ends(ratio) }),
    data: ({ ratio }) => ({ change: ratio.value }),
  },
  {
    label: 'verdict',
    meaning:
      'same within ±3 %, or clearly faster or slower; else about how many more files per side would tell',
    align: 'left',
    cell: ({ verdict, isRegression, moreFiles }) => {
      const details = [
        ...(isRegression ? ['beyond the margin'] : []),
        ...(moreFiles === undefined ? [] : [`about ${formatCount(moreFiles)} more each`]),
      ];
      return { text: verdict, ...(details.length > 0 && { detail: details.join(', ') }) };
    },
  },
  {
    label: 'files',
    meaning: 'Before and after',
    align: 'right',
    cell: ({ files }) => ({ text: `${files.before}, ${files.after}` }),
    data: ({ files }) => ({ files: files.after }),
    ...written,
  },
];
