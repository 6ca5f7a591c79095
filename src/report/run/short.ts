import { counted } from '../../stats/index.js';
import type { Block, Document, Finding, Section } from '../document/document.js';
import { mergeAlike } from './brief.js';
import { type Chapter, chaptersOf, rowsOf } from './chapters.js';
import { casesTable, chapterAnswer, closingOf, ofAnswer, tasksOf } from './content.js';
import { hostFacts } from './facts.js';
import { briefly } from './fit-blocks.js';
import type { Report } from './report/schema.js';
import { chunkSentences, dispatcherSentences } from './sending.js';
import { mostTelling } from './telling.js';

/** Of two scenarios, so that a pull request shows them without scrolling for long. */
const MOST_FINDINGS = 6;

/** Under 60 lines of two scenarios: the answers, the settings that matter, what to doubt; the page has the rest. */
export function shortContent(report: Report): Document {
  const { label, host, command, versions } = report;
  const machine = hostFacts(host).map(({ name, value }) => `${name}: ${value}`);
  return {
    title: label,
    facts: [],
    sections: chaptersOf(report).map((chapter) => sectionOf(chapter, report)),
    findings: findingsOf(report),
    appendix: [
      {
        blocks: [
          { kind: 'text', text: `${machine.join('; ')}. ${closingOf(report)}` },
          { kind: 'command', command },
        ],
      },
    ],
    version: versions.corewise ?? '',
  };
}

function sectionOf(chapter: Chapter, report: Report): Section {
  const { title, fits, chunkAdvice, dispatchers } = chapter;
  const all = rowsOf(chapter);
  const shown = mostTelling(
    chapter,
    all.filter(({ status }) => status !== 'dropped'),
  );
  const left = all.length - shown.length;
  const sentences = [
    ...chunkSentences(ofAnswer(chapter, chunkAdvice)),
    ...dispatcherSentences(ofAnswer(chapter, dispatchers)),
    ...(fits.length > 0 ? [briefly(fits)] : []),
  ];
  const texts = [
    left === 0 ? '' : `… and ${counted(left, 'more setting')} in report.html.`,
    sentences.join(' '),
  ];
  return {
    title,
    answer: chapterAnswer(chapter, report),
    blocks: [
      { kind: 'text', text: tasksOf(chapter) },
      { kind: 'table', table: casesTable(chapter, shown) },
      ...texts.flatMap((text): Block[] => (text === '' ? [] : [{ kind: 'text', text }])),
    ],
  };
}

/** The gravest; what there is beside them is counted. */
function findingsOf(report: Report): Finding[] {
  const all = mergeAlike(report);
  const shown = all.filter(({ severity }, i) => severity === 'error' || i < MOST_FINDINGS);
  const left = all.length - shown.length;
  if (left === 0) return shown;
  const message = `${counted(left, 'more finding')} in report.html.`;
  return [...shown, { check: 'further-findings', severity: 'info', message, advice: '' }];
}
