import type { ComparedWork, ComparisonDocument } from '../../market/compare/index.js';
import { formatPercent } from '../../stats/index.js';
import { MISSING } from '../column.js';
import { literal } from '../literal.js';
import { markdownFindings } from '../markdown-findings.js';
import { markdownTable } from '../markdown-table.js';
import { filled } from '../row-column.js';
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
    markdownFindings(document.findings, 'None: no check found a reason to doubt these figures.'),
    document.kind === 'machines' ? '## Machines' : '## Sides',
    markdownTable(filled(groupColumns, document.groups, MISSING), document.groups),
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
      ? `**Regression: certainly more than ${margin} slower.**`
      : `No regression: nothing is certain to be more than ${margin} slower.`,
  ];
}

function workTable(work: ComparedWork, document: ComparisonDocument): string {
  const { columns, rows } = tableOf(work, document);
  return markdownTable(columns, rows);
}
