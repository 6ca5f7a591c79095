import { gravestFirst } from '../../insight/findings/index.js';
import type { ComparedWork, ComparisonDocument } from '../../market/compare/index.js';
import { counted, formatInterval, formatPercent, formatRate, formatRatio } from '../../stats/index.js';
import { type Answer, type Block, type Document, guide, type Section } from '../document/document.js';
import { inTerminal, MISSING, nameParams, type Table, tableOf, written } from '../document/table.js';
import { changeColumns, changeRows } from './change-columns.js';
import { frontChart } from './front-chart.js';
import { groupColumns } from './group-columns.js';
import { rankedRows, rankingColumns } from './ranking-columns.js';
import { throughputChart } from './throughput-chart.js';

/** What a comparison says: of each work an answer and its ranking or changes, then what was compared. */
export function comparisonContent(document: ComparisonDocument): Document {
  const { works, findings, version } = document;
  const margin = marginOf(document);
  return {
    title: titleOf(document),
    facts: [],
    sections: [
      ...(margin === undefined ? [] : [{ ...written, label: 'Margin', blocks: [margin] }]),
      ...works.map((work, index) => sectionOf(work, document, `work-${index + 1}`)),
      groupsOf(document),
    ],
    findings: gravestFirst(findings),
    appendix: [
      ...(margin === undefined ? [] : [{ ...inTerminal, blocks: [margin] }]),
      guide(words),
      recordsOf(document),
    ],
    version,
  };
}

/** `cycles on 3 machines`; `cycles: before and after`. */
function titleOf({ kind, groups, works }: ComparisonDocument): string {
  const what = works.map(({ title }) => title).join(', ');
  return kind === 'versions'
    ? `${what}: before and after`
    : `${what} on ${counted(groups.length, 'machine')}`;
}

/** What a margin that was given comes to. */
function marginOf({ regression, works }: ComparisonDocument): Block | undefined {
  if (regression === undefined) return undefined;
  const margin = formatPercent(regression.margin);
  const slower = works.filter(({ comparisons }) => comparisons.some(({ isRegression }) => isRegression));
  if (!regression.isFound)
    return {
      kind: 'text',
      look: 'muted',
      text: `No regression: nothing is certain to be more than ${margin} slower.`,
    };
  const message = `Regression: certainly more than ${margin} slower: ${slower.map(({ title }) => title).join(', ')}.`;
  return { kind: 'doubts', doubts: [{ severity: 'error', message }] };
}

function sectionOf(work: ComparedWork, document: ComparisonDocument, id: string): Section {
  const params = nameParams(work.params);
  const charts = [throughputChart(work, document, id), frontChart(work, document, id)];
  return {
    title: work.title,
    answer: answerOf(work),
    blocks: [
      ...(params === '' ? [] : [{ ...written, ...muted(`Parameters: ${params}.`) }]),
      { kind: 'charts', charts: charts.filter((chart) => chart !== undefined), subject: work.title },
      { kind: 'table', table: workTable(work, document) },
    ],
  };
}

const muted = (text: string): Block => ({ kind: 'text', text, look: 'muted' });

function answerOf(work: ComparedWork): Answer {
  const { headline, why } = work;
  return { ...figureOf(work), headline, reasons: why === '' ? [] : [{ text: why }] };
}

/** How the first machine or side does beside the next; alone, how much it does. */
function figureOf({ comparisons, entries, openEnded }: ComparedWork): Pick<Answer, 'figure' | 'figureOf'> {
  const first = comparisons.find(({ isAnswer }) => isAnswer);
  const [alone] = entries;
  if (first !== undefined)
    return {
      figure: formatRatio(first.ratio.value),
      figureOf: [`${first.of} ÷ ${first.to}`, `95 % interval ${formatInterval(first.ratio)}`],
    };
  if (alone === undefined) return { figure: MISSING, figureOf: [] };
  const { value, low, high } = alone.throughput;
  const unit = openEnded ? 'turns' : 'tasks';
  return {
    figure: formatRate(value),
    figureOf: [`${unit} a second on ${alone.group}`, `95 % interval ${formatRate(low)}–${formatRate(high)}`],
  };
}

/** Machines or settings before and after; the first row is what the answer rests on. */
function workTable(work: ComparedWork, document: ComparisonDocument): Table {
  if (document.kind === 'machines') {
    const rows = rankedRows(work, document);
    return tableOf(`Machines compared by ${work.title}`, rankingColumns, rows, bestOf(rows));
  }
  const rows = changeRows(work);
  return tableOf(`Settings compared by ${work.title}`, changeColumns, rows, bestOf(rows));
}

const bestOf =
  <Row>([first]: readonly Row[]) =>
  (row: Row) =>
    row === first ? ('best' as const) : undefined;

function groupsOf({ kind, groups, attribution }: ComparisonDocument): Section {
  const title = kind === 'machines' ? 'Machines' : 'Sides';
  return {
    ...written,
    title,
    blocks: [
      { kind: 'table', table: tableOf(title, groupColumns, groups) },
      ...attribution.map((text) => muted(`Data of the catalog: ${text}`)),
    ],
  };
}

const words = [
  [
    'Throughput',
    'Tasks finished in a second at a setting. Several records of one machine or side are one figure: the exponential of the mean of their logarithms, with a t interval over what they differ by. For a single record, the interval covers what two runs are assumed to differ by.',
  ],
  [
    'Faster, slower',
    'A t test on the logarithms rejects that both are equal, corrected for the number of comparisons. Records made alternately are compared pair by pair, others by their means (Welch).',
  ],
  ['Same', 'The 90 % interval of the ratio lies within ±3 %.'],
  ['Cannot tell yet', 'Neither of the two: more records of each would tell.'],
  ['Front', 'Cost and time of a million tasks: no other machine with a price is both sooner and cheaper.'],
] as const;

function recordsOf({ records }: ComparisonDocument): Section {
  const facts = records.map((record) => ({
    name: `${record.name} (${record.group})`,
    value: recordText(record),
  }));
  return { ...written, title: 'Records', blocks: [{ kind: 'facts', facts }] };
}

/** How a record came about: `2026-01-31 09:30 UTC, Node 20.20.2, seed 1, 10 rounds`. */
function recordText(record: ComparisonDocument['records'][number]): string {
  const start = `${new Date(record.startedAt).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return `${start}, Node ${record.node}, corewise ${record.corewise}, seed ${record.seed}, ${counted(record.rounds, 'round')}: ${record.command}`;
}
