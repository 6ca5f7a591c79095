import { counted } from '../stats/index.js';
import { answerOf, subjectOf } from './answer.js';
import { briefLines } from './brief.js';
import { caseTable } from './case-table.js';
import { chunkSentences } from './chunk-advice/index.js';
import { endingOf, startOf } from './facts.js';
import { findingLines } from './finding-lines.js';
import { briefSentence, nameCurve } from './fits/index.js';
import { sectionLoss } from './loss.js';
import { type Page, painter } from './paint.js';
import { payloadSentence } from './payload.js';
import { plain } from './plain.js';
import { dispatcherSentences } from './pool-simulation/index.js';
import type { Report, ReportCase } from './schema.js';
import { rankFindings, rowsOf, type Section, sectionsOf } from './sections.js';
import { wrap } from './wrap.js';

export interface SummaryOptions {
  /** Width of the terminal; no line is longer. */
  columns: number;
  color: boolean;
  /** What was written, named at the end. */
  files?: readonly string[];
  /** Everything that a terminal can show, instead of one screen. */
  verbose?: boolean;
}

const LONG_TABLE = 16;

/** What was measured; of a long table: serial, the recommended case, and the fastest of each engine, dispatch, chunksize and cores. */
function notable(section: Section): ReportCase[] {
  const cases = rowsOf(section).filter(({ status }) => status !== 'dropped');
  if (cases.length <= LONG_TABLE) return cases;
  const fastest = new Map<string, ReportCase>();
  for (const c of cases) {
    const key = JSON.stringify([c.engine, c.dispatch, c.chunksizeAsked, c.cores, c.quota, c.status, c.cold]);
    const known = fastest.get(key);
    if (known === undefined || (c.speedup?.value ?? 0) > (known.speedup?.value ?? 0)) fastest.set(key, c);
  }
  const kept = new Set(fastest.values());
  const ofAnswer = new Set([section.recommendation?.caseId, section.recommendation?.speedupOf]);
  return cases.filter((c) => kept.has(c) || ofAnswer.has(c.id));
}

function answerLines(section: Section, report: Report, { width, paint }: Page): string[] {
  const { headline, why = '' } = answerOf(section, report);
  return [
    ...wrap(plain(headline), width).map((line) => paint('bold', line)),
    ...wrap(plain(why), width - 2).map((line) => `  ${line}`),
    ...wrap(sectionLoss(section) ?? '', width - 2).map((line) => `  ${line}`),
  ];
}

/** The first fit; which one it is where there are others. */
function fitLines(fits: Section['fits'], { width }: Page): string[] {
  const [fit] = fits;
  if (fit === undefined) return [];
  const name = fits.length > 1 ? `${nameCurve(fit)}: ` : '';
  return wrap(plain(`${name}${briefSentence(fit)}`), width, 2);
}

/** Of what is said by setting: what the answer is about, or the first; the report has them all. */
function ofAnswer<T extends { engine: string; dispatch: string }>(section: Section, all: readonly T[]): T[] {
  const subject = subjectOf(section);
  const ofEngine = all.filter(({ engine }) => engine === subject?.engine);
  const one = ofEngine.find(({ dispatch }) => dispatch === subject?.dispatch) ?? ofEngine[0] ?? all[0];
  return one === undefined ? [] : [one];
}

function chapterOf(section: Section, page: Page): string[] {
  if (section.cases.length === 0) return [];
  const shown = notable(section);
  const left = rowsOf(section).length - shown.length;
  const payload = payloadSentence(section);
  return [
    '',
    page.paint('bold', wrap(plain(section.title), page.width)[0]!),
    ...caseTable(shown, page),
    ...(payload === undefined ? [] : wrap(payload, page.width).map((line) => page.paint('dim', line))),
    ...fitLines(section.fits, page),
    ...[
      ...chunkSentences(ofAnswer(section, section.chunkAdvice)),
      ...dispatcherSentences(ofAnswer(section, section.dispatchers)),
    ].flatMap((sentence) => wrap(sentence, page.width, 2)),
    ...(left === 0 ? [] : [page.paint('dim', `… and ${counted(left, 'more case')} in the report`)]),
  ];
}

const findingsOf = (report: Report, page: Page): string[] =>
  report.findings.length === 0
    ? []
    : ['', ...rankFindings(report.findings).flatMap((finding) => findingLines(finding, page))];

function endOf(report: Report, files: readonly string[], { width, paint }: Page): string[] {
  const ended = `${plain(endingOf(report))} Started ${startOf(report)}.`;
  const named = files.flatMap((file) => wrap(plain(file), width - 2).map((line) => `  ${line}`));
  return ['', ...wrap(ended, width).map((line) => paint('dim', line)), ...named];
}

/** The report for a terminal: the answer first, then why, the cases, the findings, and where the files are. */
export function summarise(
  report: Report,
  { columns, color, files = [], verbose = false }: SummaryOptions,
): string {
  const page = { width: Math.max(40, columns), paint: painter(color) };
  const lines = verbose ? allLines(report, files, page) : briefLines(report, files, page);
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

function allLines(report: Report, files: readonly string[], page: Page): string[] {
  const sections = sectionsOf(report);
  return [
    ...sections.flatMap((section) => answerLines(section, report, page)),
    ...sections.flatMap((section) => chapterOf(section, page)),
    ...findingsOf(report, page),
    ...endOf(report, files, page),
  ];
}
