import { join } from 'node:path';
import { quoted } from '../../record/index.js';
import { counted } from '../../stats/index.js';
import type { Document } from '../document/document.js';
import { type Column, onPage, tableOf, word } from '../document/table.js';
import type { ListedRun } from './listed-run.js';

/** All runs of a folder, the newest first. */
export function runsContent(runs: readonly ListedRun[], parent: string): Document {
  const table = tableOf('All runs', columns, runs);
  const rows = table.rows.map((row, i) => ({ ...row, choice: quoted(join(parent, runs[i]!.folder)) }));
  const comparison = quoted(join(parent, 'compare'));
  return {
    title: 'runs',
    facts: [counted(runs.length, 'run'), ...(runs[0] ? [`the latest of ${timeOf(runs[0])}`] : [])],
    sections: [
      {
        title: 'All runs',
        id: 'runs',
        blocks: [
          {
            ...onPage,
            kind: 'text',
            text: [
              'Choose two runs below, and copy the command that compares them: a page opened from a file cannot read their records itself. ',
              { code: `npx corewise open ${comparison}` },
              ' then shows the result.',
            ],
            look: 'muted',
          },
          {
            kind: 'table',
            table: {
              ...table,
              rows,
              chosen: { command: 'npx corewise compare', end: `--out ${comparison}` },
            },
          },
        ],
      },
    ],
    appendix: [],
    version: runs[0]?.versions.corewise ?? '',
  };
}

const timeOf = ({ startedAt }: ListedRun): string => `${startedAt.slice(0, 16).replace('T', ' ')} UTC`;

const MOST_ANSWERS = 3;

/** The headlines; of what is open only that it is. */
function answerOf({ recommendations }: ListedRun): string {
  if (recommendations.length === 0) return 'no answer';
  const answers = recommendations.map(({ headline, verdict }) =>
    verdict === 'undecided' ? headline.replace(/^(.*?cannot tell yet)\b.*$/s, '$1') : headline,
  );
  const left = answers.length - MOST_ANSWERS;
  const shown = answers.slice(0, MOST_ANSWERS).map((answer) => answer.replace(/[.:]?$/, '.'));
  return [...shown, ...(left > 0 ? [`And ${counted(left, 'more scenario')}.`] : [])].join(' ');
}

function warningsOf({ findings }: ListedRun): string {
  const of = (severity: string) => findings.filter((finding) => finding.severity === severity).length;
  const parts = (['error', 'warning'] as const).filter((severity) => of(severity) > 0);
  return parts.map((severity) => counted(of(severity), severity)).join(', ') || 'none';
}

const machineOf = ({ host: { cpu, logicalCores, instanceType } }: ListedRun): string =>
  `${instanceType ? `${instanceType}, ` : ''}${cpu}, ${counted(logicalCores, 'logical core')}`;

const columns: readonly Column<ListedRun>[] = [
  {
    ...word<ListedRun>('label', ({ label }) => label, {
      label: 'run',
      meaning: 'Its label; opens its report',
    }),
    cell: ({ label, folder }) => ({ text: label, href: `./${encodeURIComponent(folder)}/report.html` }),
    look: 'text',
    always: true,
  },
  word('startedAt', timeOf, { label: 'started', meaning: 'When it began', always: true }),
  word('answer', answerOf, {
    label: 'answer',
    meaning: 'What it found, by scenario',
    look: 'text headlines',
    always: true,
  }),
  word('warnings', warningsOf, { label: 'doubts', meaning: 'Its errors and warnings', look: 'places' }),
  word('machine', machineOf, { label: 'machine', meaning: 'Where it was measured', look: 'text' }),
  word('folder', ({ folder }) => folder, { label: 'folder', meaning: 'Where its files lie', look: 'text' }),
];
