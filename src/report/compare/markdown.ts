import type { ComparedWork, ComparisonDocument } from '../../compare/index.js';
import { formatPercent } from '../../stats/index.js';
import { joinCell, MISSING } from '../column.js';
import { literal, rowOf } from '../literal.js';
import { filled, type RowColumn } from '../row-column.js';
import { groupColumns } from './group-columns.js';
import { recordText, titleOf } from './run-facts.js';
import { tableOf } from './tables.js';

/** The comparison as GitHub-flavoured Markdown, for a comment on a pull request or a job's summary. */
export function markdown(document: ComparisonDocument): string {
  const parts = [
    `# corewise: ${literal(titleOf(document))}`,
    document.works.map(answerOf).join('\n'),
    ...regressionOf(document),
    ...document.works.flatMap((work) => [`## ${literal(work.title)}`, workTable(work, document)]),
    '## Findings',
    findingsOf(document),
    document.kind === 'machines' ? '## Machines' : '## Sides',
    tableText(filled(groupColumns, document.groups, MISSING), document.groups),
    '## Records',
    document.records
      .map((record) => `- ${literal(record.name)} (${literal(record.group)}): ${literal(recordText(record))}`)
      .join('\n'),
    ...document.attribution.map((text) => `Data of the catalog: ${literal(text)}`),
  ];
  return `${parts.join('\n\n')}\n`;
}

const answerOf = ({ headline, why }: ComparedWork): string =>
  `- **${literal(headline)}** ${literal(why)}`.trim();

function regressionOf({ regression }: ComparisonDocument): string[] {
  if (regression === undefined) return [];
  const margin = formatPercent(regression.margin);
  return [
    regression.isFound
      ? `**Regression: surely more than ${margin} slower.**`
      : `No regression: nothing is surely more than ${margin} slower.`,
  ];
}

function workTable(work: ComparedWork, document: ComparisonDocument): string {
  const { columns, rows } = tableOf(work, document);
  return tableText(columns, rows);
}

function tableText<Row>(columns: readonly RowColumn<Row>[], rows: readonly Row[]): string {
  return [
    rowOf(columns.map(({ label }) => literal(label))),
    rowOf(columns.map(({ align }) => (align === 'right' ? '---:' : '---'))),
    ...rows.map((row) => rowOf(columns.map((column) => literal(joinCell(column.cell(row)))))),
  ].join('\n');
}

const findingsOf = ({ findings }: ComparisonDocument): string =>
  findings.length === 0
    ? 'None: no check found a reason to doubt these figures.'
    : findings
        .map((each) =>
          `- **${each.severity}** (${literal(each.check)}): ${literal(each.message)} ${literal(each.advice)}`.trim(),
        )
        .join('\n');
