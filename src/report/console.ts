import Table from 'cli-table3';
import { counted } from '../stats/index.js';
import { answerOf, subjectOf } from './answer.js';
import { chunkSentences } from './chunk-advice/index.js';
import type { Column } from './column.js';
import { columnsFor } from './columns.js';
import { endingOf, startOf } from './facts.js';
import { findingLines } from './finding-lines.js';
import { briefSentence, nameCurve } from './fits/index.js';
import { sectionLoss } from './loss.js';
import { type Page, painter } from './paint.js';
import { payloadSentence } from './payload.js';
import { plain } from './plain.js';
import { frameless } from './plain-table.js';
import { dispatcherSentences } from './pool-simulation/index.js';
import type { Report, ReportCase } from './schema.js';
import { rankFindings, type Section, sectionsOf } from './sections.js';
import { widthOf, wrap } from './wrap.js';

export interface SummaryOptions {
  /** Width of the terminal; no line is longer. */
  columns: number;
  color: boolean;
  /** What was written, named at the end. */
  files?: readonly string[];
}

/** What it needs with a blank behind it, up to its own width. */
function widthFor(column: Column, cases: readonly ReportCase[]): number {
  const longest = Math.max(...[column.label, ...cases.map((c) => textOf(column, c))].map(widthOf));
  return Math.min(column.width!, longest + 1);
}

/** As many columns as fit; the blank after the last one does not count. */
function fitting(cases: readonly ReportCase[], width: number): Column[] {
  const columns = columnsFor('console', cases);
  while (columns.reduce((sum, column) => sum + widthFor(column, cases), 0) > width + 1) {
    const most = Math.max(...columns.map(({ yields = 0 }) => yields));
    columns.splice(
      columns.findLastIndex(({ yields = 0 }) => yields === most),
      1,
    );
  }
  return columns;
}

const LONG_TABLE = 16;

/** What was measured; of a long table: serial, the recommended case, and the fastest of each engine, dispatch, chunksize and cores. */
function notable(section: Section): ReportCase[] {
  const cases = section.cases.filter(({ status }) => status !== 'dropped');
  if (cases.length <= LONG_TABLE) return cases;
  const fastest = new Map<string, ReportCase>();
  for (const c of cases) {
    const key = JSON.stringify([c.engine, c.dispatch, c.chunksizeAsked, c.cores, c.status, c.cold]);
    const known = fastest.get(key);
    if (known === undefined || (c.speedup?.value ?? 0) > (known.speedup?.value ?? 0)) fastest.set(key, c);
  }
  const kept = new Set(fastest.values());
  const ofAnswer = new Set([section.recommendation?.caseId, section.recommendation?.speedupOf]);
  return cases.filter((c) => kept.has(c) || ofAnswer.has(c.id));
}

/** The table keeps reasons out: they stand in the report, and in the findings where they matter. */
function textOf(column: Column, c: ReportCase): string {
  const { text, detail } = column.cell(c);
  return detail === undefined || !column.compactDetail ? text : `${text} ${detail}`;
}

function tableOf(cases: readonly ReportCase[], { width, paint }: Page): string[] {
  const columns = fitting(cases, width);
  const table = new Table({
    head: columns.map(({ label }) => paint('dim', label)),
    colAligns: columns.map(({ align }) => align),
    colWidths: columns.map((column) => widthFor(column, cases)),
    chars: frameless,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 1, compact: true },
  });
  for (const c of cases) {
    const cells = columns.map((column) => textOf(column, c));
    table.push(c.status === 'ok' ? cells : cells.map((cell) => paint('dim', cell)));
  }
  return table.toString().split('\n');
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
  const left = section.cases.length - shown.length;
  const payload = payloadSentence(section);
  return [
    '',
    page.paint('bold', wrap(plain(section.title), page.width)[0]!),
    ...tableOf(shown, page),
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
export function summarise(report: Report, { columns, color, files = [] }: SummaryOptions): string {
  const page = { width: Math.max(40, columns), paint: painter(color) };
  const sections = sectionsOf(report);
  const lines = [
    ...sections.flatMap((section) => answerLines(section, report, page)),
    ...sections.flatMap((section) => chapterOf(section, page)),
    ...findingsOf(report, page),
    ...endOf(report, files, page),
  ];
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}
