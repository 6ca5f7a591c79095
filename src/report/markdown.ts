import { formatCount } from '../stats/index.js';
import { answerOf } from './answer.js';
import { chunkSentences } from './chunk-advice/index.js';
import { columnsFor } from './columns.js';
import { hostFacts, runFacts } from './facts.js';
import { fitParagraphs } from './fits/markdown.js';
import { literal } from './literal.js';
import { sectionLoss } from './loss.js';
import { markdownFindings } from './markdown-findings.js';
import { markdownTable } from './markdown-table.js';
import { payloadSentence } from './payload.js';
import { dispatcherSentences } from './pool-simulation/index.js';
import type { Finding, Report } from './schema.js';
import { rankFindings, rowsOf, type Section, sectionsOf } from './sections.js';

const answerLine = (section: Section, report: Report): string => {
  const { headline, why = '' } = answerOf(section, report);
  return `- **${literal(headline)}** ${literal(why)} ${literal(sectionLoss(section) ?? '')}`.trim();
};

const chapterOf = (section: Section, findings: readonly Finding[]): string => {
  const rows = rowsOf(section);
  return [
    `## ${literal(section.title)}`,
    literal(section.scenario.description),
    [
      `${formatCount(section.scenario.tasks)} tasks; ${literal(section.params) || 'no parameters'}.`,
      literal(payloadSentence(section) ?? ''),
    ]
      .join(' ')
      .trim(),
    markdownTable(columnsFor('markdown', rows), rows),
    ...fitParagraphs(section.fits, findings),
    ...chunkSentences(section.chunkAdvice).map(literal),
    ...dispatcherSentences(section.dispatchers).map(literal),
  ].join('\n\n');
};

const listOf = (facts: readonly { name: string; value: string }[]): string =>
  facts.map(({ name, value }) => `- ${literal(name)}: ${literal(value)}`).join('\n');

/** The report as GitHub-flavoured Markdown. */
export function markdown(report: Report): string {
  const sections = sectionsOf(report);
  const parts = [
    `# corewise: ${literal(report.label)}`,
    sections.map((section) => answerLine(section, report)).join('\n'),
    ...sections.map((section) => chapterOf(section, report.findings)),
    '## Findings',
    markdownFindings(rankFindings(report.findings), 'None: no check found a reason to doubt these figures.'),
    '## Machine and run',
    listOf([...hostFacts(report.host), ...runFacts(report)]),
  ];
  return `${parts.join('\n\n')}\n`;
}
