import type { ComparedWork, ComparisonDocument } from '../../market/compare/index.js';
import { formatPercent } from '../../stats/index.js';
import type { SummaryOptions } from '../console.js';
import { findingLines } from '../finding-lines.js';
import { narrowTable } from '../narrow-table.js';
import { type Page, painter } from '../paint.js';
import { plain } from '../plain.js';
import { wrap } from '../wrap.js';
import { tableOf } from './tables.js';

/** The comparison for a terminal: the answers, the tables, what makes them doubtful, and what a margin says. */
export function summariseComparison(
  document: ComparisonDocument,
  { columns, color, files = [] }: SummaryOptions,
): string {
  const page = { width: Math.max(40, columns), paint: painter(color) };
  const lines = [
    ...document.works.flatMap((work) => [...answerOf(work, page), ...tableLines(work, document, page), '']),
    ...document.findings.flatMap((finding) => findingLines(finding, page)),
    ...regressionLines(document, page),
    ...files.flatMap((file) => wrap(plain(file), page.width - 2).map((line) => `  ${line}`)),
  ];
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

function answerOf({ headline, why }: ComparedWork, { width, paint }: Page): string[] {
  return [
    ...wrap(plain(headline), width).map((line) => paint('bold', line)),
    ...(why === '' ? [] : wrap(plain(why), width - 2).map((line) => `  ${line}`)),
    '',
  ];
}

function tableLines(work: ComparedWork, document: ComparisonDocument, { width, paint }: Page): string[] {
  const { columns, rows } = tableOf(work, document);
  const shown = columns.filter(({ documentsOnly }) => !documentsOnly);
  const [heading = '', ...body] = narrowTable(shown, rows, width);
  return [paint('dim', heading), ...body];
}

function regressionLines({ regression, works }: ComparisonDocument, { width, paint }: Page): string[] {
  if (regression === undefined) return [];
  const slower = works.filter(({ comparisons }) => comparisons.some(({ isRegression }) => isRegression));
  const margin = formatPercent(regression.margin);
  const text = regression.isFound
    ? `Regression: certainly more than ${margin} slower: ${slower.map(({ title }) => title).join(', ')}.`
    : `No regression: nothing is certain to be more than ${margin} slower.`;
  return ['', ...wrap(plain(text), width).map((line) => (regression.isFound ? paint('error', line) : line))];
}
