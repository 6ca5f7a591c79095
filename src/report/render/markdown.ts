import { withNpx } from '../../record/index.js';
import type { Answer, Block, Document, Finding, Section, Text } from '../document/document.js';
import { joinCell, plain, shownIn, type Table, tableFor } from '../document/table.js';

/** A document as GitHub-flavoured Markdown. */
export function markdown({ title, sections, findings, appendix }: Document): string {
  const answers = sections.flatMap(({ answer }) => answer ?? []);
  const parts = [
    `# corewise: ${literal(title)}`,
    answersOf(answers),
    ...shownIn('markdown', sections).map(sectionOf),
    ...(findings === undefined ? [] : ['## Findings', findingsOf(findings)]),
    ...shownIn('markdown', appendix).map(sectionOf),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

/** Text that must show as it is: no HTML, no emphasis, no links, no table cells of its own. */
export const literal = (text: string): string =>
  plain(text)
    .replace(/[\\`*_[\]|~#]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');

function answersOf(answers: readonly Answer[]): string {
  const lines = answers.map(({ headline, reasons }) => {
    const why = shownIn('markdown', reasons).map(({ text }) => literal(text));
    return [`**${literal(headline)}**`, ...why].join(' ');
  });
  return lines.length === 1 ? lines[0]! : lines.map((line) => `- ${line}`).join('\n');
}

function sectionOf({ title, blocks }: Section): string {
  const heading = title === undefined ? [] : [`## ${literal(title)}`];
  const parts = [...heading, ...shownIn('markdown', blocks).map(blockOf)];
  return parts.filter((part) => part !== '').join('\n\n');
}

function blockOf(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `### ${literal(block.text)}`;
    case 'text':
      return textOf(block.text);
    case 'list':
      return listOf(block.items.map(textOf));
    case 'facts':
      return listOf(block.facts.map(({ name, value }) => `${literal(name)}: ${literal(value)}`));
    case 'table':
      return tableText(block.table);
    case 'charts':
      return block.beside === undefined ? '' : tableText(block.beside);
    case 'doubts':
      return listOf(block.doubts.map(({ severity, message }) => `**${severity}:** ${literal(message)}`));
    case 'command':
      return `\`\`\`sh\n${plain(withNpx(block.command))}\n\`\`\``;
    case 'drawing':
      return '';
  }
}

const listOf = (items: readonly string[]): string => items.map((item) => `- ${item}`).join('\n');

function textOf(text: Text): string {
  if (typeof text === 'string') return literal(text);
  const parts = text.map((part) => {
    if (typeof part === 'string') return spaced(part);
    if ('strong' in part) return `**${literal(part.strong)}**`;
    if ('code' in part) return `\`${plain(part.code)}\``;
    return literal('muted' in part ? part.muted : part.finding.check);
  });
  return parts.join('').trim();
}

/** With the blanks at its ends, which keep it from its neighbours. */
function spaced(text: string): string {
  const [, before = '', after = ''] = /^(\s*).*?(\s*)$/s.exec(text)!;
  return `${before && ' '}${literal(text)}${after && ' '}`;
}

const rowOf = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** Nothing where there are no rows. */
function tableText(table: Table): string {
  const { columns, rows } = tableFor('markdown', table);
  if (rows.length === 0) return '';
  return [
    rowOf(columns.map(({ label }) => literal(label))),
    rowOf(columns.map(({ align }) => (align === 'right' ? '---:' : '---'))),
    ...rows.map(({ cells }) => rowOf(cells.map((cell) => literal(joinCell(cell))))),
  ].join('\n');
}

/** A list item a finding. */
function findingsOf(findings: readonly Finding[]): string {
  if (findings.length === 0) return 'None: no check found a reason to doubt these figures.';
  return findings
    .map(({ severity, check, message, advice, details = [] }) =>
      [
        `- **${severity}** (${literal(check)}): ${literal(message)} ${literal(advice)}`.trim(),
        ...details.map((line) => `  - ${literal(line)}`),
      ].join('\n'),
    )
    .join('\n');
}
