import { counted } from '../../stats/index.js';
import type { SummaryOptions } from '../console.js';
import { findingLines } from '../finding-lines.js';
import { narrowTable } from '../narrow-table.js';
import { type Page, painter } from '../paint.js';
import { plain } from '../plain.js';
import { wrap } from '../wrap.js';
import { planColumns } from './columns.js';
import type { PlanDocument } from './schema.js';
import { autoscaledSentence, latencySentence, measuredSentence } from './sentences.js';

const MOST_ROWS = 10;

/** The plan for a terminal: the decision, why, the cheapest choices, and what makes them doubtful. */
export function summarisePlan(
  document: PlanDocument,
  { columns, color, files = [] }: SummaryOptions,
): string {
  const page = { width: Math.max(40, columns), paint: painter(color) };
  const more = document.choices.length - MOST_ROWS;
  const rest = [...(more > 0 ? [`${counted(more, 'dearer type')} not shown.`] : []), ...document.leftOut];
  const lines = [
    ...wrap(plain(document.decision), page.width).map((line) => page.paint('bold', line)),
    ...reasonsOf(document).flatMap((reason) => indented(reason, page)),
    ...tableLines(document, page),
    ...(rest.length === 0 ? [] : wrap(rest.join(' '), page.width).map((line) => page.paint('dim', line))),
    ...(document.findings.length === 0 ? [] : ['']),
    ...document.findings.flatMap((finding) => findingLines(finding, page)),
    ...files.flatMap((file) => indented(file, page)),
  ];
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

function reasonsOf(document: PlanDocument): string[] {
  const all = [
    ...document.why,
    measuredSentence(document),
    latencySentence(document),
    autoscaledSentence(document),
  ];
  return all.filter((reason) => reason !== '');
}

function indented(text: string, { width }: Page): string[] {
  return wrap(plain(text), width - 2).map((line) => `  ${line}`);
}

function tableLines(document: PlanDocument, { width, paint }: Page): string[] {
  if (document.choices.length === 0) return [];
  const columns = planColumns(document).filter(({ documentsOnly }) => !documentsOnly);
  const [heading = '', ...body] = narrowTable(columns, document.choices.slice(0, MOST_ROWS), width);
  return ['', paint('dim', heading), ...body];
}
