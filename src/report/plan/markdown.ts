import { joinCell } from '../column.js';
import { literal, rowOf } from '../literal.js';
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
    findingsOf(document),
    '## How to reproduce',
    `\`\`\`sh\n${plain(document.command)}\n\`\`\``,
    ...document.catalog.attribution.map((text) => `Prices and cores: ${literal(text)}`),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function tableOf(document: PlanDocument): string {
  const columns = planColumns(document);
  const rows = document.choices.slice(0, MOST_ROWS);
  return [
    rowOf(columns.map(({ label }) => literal(label))),
    rowOf(columns.map(({ align }) => (align === 'right' ? '---:' : '---'))),
    ...rows.map((row) => rowOf(columns.map((column) => literal(joinCell(column.cell(row)))))),
  ].join('\n');
}

function assumptionsOf({ assumptions }: PlanDocument): string {
  const rows = assumptions.map(({ what, value, provenance, source }) => [what, value, provenance, source]);
  return [
    rowOf(['what', 'value', 'known', 'from']),
    rowOf(['---', '---', '---', '---']),
    ...rows.map((cells) => rowOf(cells.map(literal))),
  ].join('\n');
}

function findingsOf({ findings }: PlanDocument): string {
  if (findings.length === 0) return 'None: no check found a reason to doubt this plan.';
  return findings
    .map(({ severity, check, message, advice }) =>
      `- **${severity}** (${literal(check)}): ${literal(message)} ${literal(advice)}`.trim(),
    )
    .join('\n');
}
