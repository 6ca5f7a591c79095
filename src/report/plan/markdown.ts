import { withNpx } from '../../record/index.js';
import { literal, rowOf } from '../literal.js';
import { markdownFindings } from '../markdown-findings.js';
import { markdownTable } from '../markdown-table.js';
import { plain } from '../plain.js';
import { planColumns } from './columns.js';
import type { PlanDocument } from './schema.js';
import { autoscaledSentence, latencySentence, measuredSentence } from './sentences.js';

const MOST_ROWS = 20;

/** The plan as GitHub-flavoured Markdown. */
export function markdown(document: PlanDocument): string {
  const parts = [
    `# corewise: plan for ${literal(document.scenario)}`,
    `**${literal(document.decision)}**`,
    ...[
      ...document.why,
      measuredSentence(document),
      latencySentence(document),
      autoscaledSentence(document),
    ].map(literal),
    ...(document.choices.length === 0 ? [] : [tableOf(document)]),
    literal(document.leftOut.join(' ')),
    '## What it rests on',
    assumptionsOf(document),
    '## Findings',
    markdownFindings(document.findings, 'None: no check found a reason to doubt this plan.'),
    '## How to reproduce',
    `\`\`\`sh\n${plain(withNpx(document.command))}\n\`\`\``,
    ...document.catalog.attribution.map((text) => `Prices and cores: ${literal(text)}`),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function tableOf(document: PlanDocument): string {
  return markdownTable(planColumns(document), document.choices.slice(0, MOST_ROWS));
}

function assumptionsOf({ assumptions }: PlanDocument): string {
  const rows = assumptions.map(({ what, value, provenance, source }) => [what, value, provenance, source]);
  return [
    rowOf(['what', 'value', 'known', 'from']),
    rowOf(['---', '---', '---', '---']),
    ...rows.map((cells) => rowOf(cells.map(literal))),
  ].join('\n');
}
