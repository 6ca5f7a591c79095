import { gravestFirst } from '../../../insight/findings/index.js';
import {
  type BenchmarkComparison,
  type ComparedBenchmark,
  worstFirst,
} from '../../../market/compare/index.js';
import { counted, formatPercent } from '../../../stats/index.js';
import { type Answer, type Block, type Document, guide } from '../../document/document.js';
import { tableOf, written } from '../../document/table.js';
import { changeChart } from './chart.js';
import { benchmarkColumns } from './columns.js';

/** What a comparison of benchmarks says: how many changed, each with its change, then the files. */
export function benchmarksContent(document: BenchmarkComparison): Document {
  const rows = worstFirst(document.benchmarks);
  const margin = marginOf(document);
  const file = onlyFile(rows);
  const nameOf = ({ name }: ComparedBenchmark) => name.slice(file.length);
  return {
    title: `${counted(rows.length, 'benchmark')}: before and after`,
    facts: [],
    sections: [
      {
        label: 'Benchmarks',
        answer: answerOf(document),
        blocks: [
          ...(margin === undefined ? [] : [margin]),
          { kind: 'charts', charts: [changeChart(rows, nameOf)], subject: 'benchmarks' },
          {
            kind: 'table',
            table: tableOf('Benchmarks before and after', benchmarkColumns(nameOf), rows),
          },
        ],
      },
    ],
    findings: gravestFirst(document.findings),
    appendix: [
      guide(words),
      {
        ...written,
        title: 'Files',
        blocks: [
          {
            kind: 'facts',
            facts: document.files.map(({ name, side, benchmarks }) => ({
              name: `${name} (${side})`,
              value: counted(benchmarks, 'benchmark'),
            })),
          },
        ],
      },
    ],
    version: document.version,
  };
}

/** What all names begin with: `sort.bench.ts > `; nothing where they are of several files. */
function onlyFile([first, ...others]: readonly ComparedBenchmark[]): string {
  const file = /^.*? > /.exec(first!.name)?.[0] ?? '';
  return others.every(({ name }) => name.startsWith(file)) ? file : '';
}

/** How many changed as the worst of them did. */
function answerOf({ benchmarks, headline, why }: BenchmarkComparison): Answer {
  const { verdict } = worstFirst(benchmarks)[0]!;
  const isOpen = verdict === 'cannot tell yet';
  const alike = isOpen ? 0 : benchmarks.filter((one) => one.verdict === verdict).length;
  const came = isOpen ? 'slower or faster' : verdict === 'same' ? 'the same' : verdict;
  return {
    figure: `${alike} of ${benchmarks.length}`,
    figureOf: [`${benchmarks.length === 1 ? 'benchmark' : 'benchmarks'} certainly ${came}`],
    headline,
    reasons: [{ text: why }],
    isOpen,
  };
}

function marginOf({ regression, benchmarks }: BenchmarkComparison): Block | undefined {
  if (regression === undefined) return undefined;
  const margin = formatPercent(regression.margin);
  if (!regression.isFound)
    return {
      kind: 'text',
      look: 'muted',
      text: `No regression: nothing is certain to be more than ${margin} slower.`,
    };
  const slower = worstFirst(benchmarks).filter(({ isRegression }) => isRegression);
  const message = `Regression: certainly more than ${margin} slower: ${slower.map(({ name }) => name).join(', ')}.`;
  return { kind: 'doubts', doubts: [{ severity: 'error', message }] };
}

const words = [
  [
    'Iterations per second',
    '1 ÷ the mean time that vitest gives. Several files of a side are one figure: the exponential of the mean of their logarithms, with a t interval over what they differ by. For a single file the interval covers what two runs are assumed to differ by, and the spread of its iterations.',
  ],
  [
    'Faster, slower',
    'A t test on the logarithms (Welch) rejects that both are equal, corrected for the number of benchmarks (Holm).',
  ],
  ['Same', 'The 90 % interval of the ratio lies within ±3 %.'],
  ['Cannot tell yet', 'Neither of the two: more files per side would tell.'],
] as const;
