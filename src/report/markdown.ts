import { formatCount } from '../stats/index.js';
import { type Column, joinCell } from './column.js';
import { columnsFor } from './columns.js';
import { hostFacts, runFacts } from './facts.js';
import { sectionLoss } from './loss.js';
import { payloadSentence } from './payload.js';
import { plain } from './plain.js';
import type { Report, ReportCase } from './schema.js';
import { rankFindings, type Section, sectionsOf, whyNoAnswer } from './sections.js';

/** Text that must show as it is: no HTML, no emphasis, no links, no table cells of its own. */
const literal = (text: string): string =>
  plain(text)
    .replace(/[\\`*_[\]|~#]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');

const rowOf = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

const rule = ({ align }: Column): string => (align === 'right' ? '---:' : '---');

function tableOf(cases: readonly ReportCase[]): string {
  const columns = columnsFor('markdown', cases);
  const rows = cases.map((c) => rowOf(columns.map((column) => literal(joinCell(column.cell(c))))));
  return [rowOf(columns.map(({ label }) => label)), rowOf(columns.map(rule)), ...rows].join('\n');
}

const answerOf = (section: Section): string => {
  const { title, recommendation } = section;
  return recommendation === undefined
    ? `- **${literal(title)}: no answer,** since ${whyNoAnswer(section)}.`
    : `- **${literal(recommendation.headline)}** ${literal(recommendation.why)} ${literal(sectionLoss(section) ?? '')}`.trim();
};

const chapterOf = (section: Section): string =>
  [
    `## ${literal(section.title)}`,
    literal(section.scenario.description),
    [
      `${formatCount(section.scenario.tasks)} tasks; ${literal(section.params) || 'no parameters'}.`,
      literal(payloadSentence(section) ?? ''),
    ]
      .join(' ')
      .trim(),
    tableOf(section.cases),
  ].join('\n\n');

const findingsOf = ({ findings }: Report): string =>
  findings.length === 0
    ? 'None: no check found a reason to doubt these figures.'
    : rankFindings(findings)
        .map((f) =>
          `- **${f.severity}** (${literal(f.check)}): ${literal(f.message)} ${literal(f.advice)}`.trim(),
        )
        .join('\n');

const listOf = (facts: readonly { name: string; value: string }[]): string =>
  facts.map(({ name, value }) => `- ${literal(name)}: ${literal(value)}`).join('\n');

/** The report as GitHub-flavoured Markdown. */
export function markdown(report: Report): string {
  const sections = sectionsOf(report);
  const parts = [
    `# corewise: ${literal(report.label)}`,
    sections.map(answerOf).join('\n'),
    ...sections.map(chapterOf),
    '## Findings',
    findingsOf(report),
    '## Machine and run',
    listOf([...hostFacts(report.host), ...runFacts(report)]),
  ];
  return `${parts.join('\n\n')}\n`;
}
