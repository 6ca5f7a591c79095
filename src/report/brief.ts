import { groupBy } from '../insight/analysis/index.js';
import { counted, listed } from '../stats/index.js';
import { answerOf, subjectOf } from './answer.js';
import { caseTable } from './case-table.js';
import { isSerial } from './column.js';
import { endingOf, startOf } from './facts.js';
import { findingLines } from './finding-lines.js';
import { sectionLoss } from './loss.js';
import type { Page } from './paint.js';
import { plain } from './plain.js';
import type { Finding, Report, ReportCase } from './schema.js';
import { rankFindings, rowsOf, type Section, sectionsOf } from './sections.js';
import { wrap } from './wrap.js';

/** What two scenarios may take of a screen of 40 lines. */
const MOST_ROWS = 6;
const MOST_FINDINGS = 5;
const LINES_A_FINDING = 2;

/** One screen: what to do, why not more, the settings that matter, what to doubt, and where the rest stands. */
export function briefLines(report: Report, files: readonly string[], page: Page): string[] {
  const chapters = sectionsOf(report).map((section) => chapterOf(section, report, page));
  return [
    ...chapters.flatMap((lines) => [...lines, '']),
    ...findingsOf(report, page),
    ...endOf(report, files, page),
  ];
}

function chapterOf(section: Section, report: Report, page: Page): string[] {
  const { headline, why = '', verdict } = answerOf(section, report);
  // Why it is this pool and no other stands on the page; that there is none, or no answer yet, is explained here.
  const reason = verdict === 'pool' ? section.recommendation?.doubt : why;
  const told = [reason, sectionLoss(section, true)].filter((text) => text !== undefined && text !== '');
  return [
    ...wrap(plain(headline), page.width).map((line) => page.paint('bold', line)),
    ...told.flatMap((text) => wrap(plain(text!), page.width - 2).map((line) => `  ${line}`)),
    ...tableOf(section, page),
  ];
}

function tableOf(section: Section, page: Page): string[] {
  const all = rowsOf(section);
  const measured = all.filter(({ status }) => status !== 'dropped');
  if (measured.length === 0) return [];
  const shown = mostTelling(section, measured);
  const left = all.length - shown.length;
  const rows = caseTable(shown, { ...page, width: page.width - 2 }).map((line) => `  ${line}`);
  return left === 0 ? rows : [...rows, page.paint('dim', `  … and ${counted(left, 'more setting')}`)];
}

/** Serial, what the answer is about, what went wrong, then the fastest of each engine, then the fastest. */
function mostTelling(section: Section, cases: readonly ReportCase[]): ReportCase[] {
  const byGain = [...cases].sort((a, b) => (b.speedup?.value ?? 0) - (a.speedup?.value ?? 0));
  const bestOfEngines = [...groupBy(byGain, ({ engine, workers }) => `${engine} ${workers}`).values()];
  const ranked = new Set([
    ...cases.filter(isSerial),
    ...[subjectOf(section)].filter((one) => one !== undefined && cases.includes(one)),
    ...cases.filter(({ status }) => status === 'failed'),
    ...bestOfEngines.map(([best]) => best!),
    ...byGain,
  ]);
  const kept = new Set([...ranked].slice(0, MOST_ROWS));
  return cases.filter((one) => kept.has(one));
}

/** The gravest, each said once for all scenarios that it is about; the page has the others, and what to do. */
function findingsOf(report: Report, page: Page): string[] {
  const merged = mergeAlike(report);
  const shown = merged.slice(0, MOST_FINDINGS);
  const left = merged.length - shown.length;
  return [
    ...shown.flatMap(({ finding, also }) => briefFinding(finding, also, page)),
    ...(left === 0 ? [] : [page.paint('dim', `… and ${counted(left, 'more finding')}`)]),
    ...(shown.length === 0 ? [] : ['']),
  ];
}

interface Merged {
  finding: Finding;
  /** Other scenarios of which the same is said. */
  also: string[];
}

function mergeAlike(report: Report): Merged[] {
  const scenarioOf = new Map(report.cases.map(({ id, scenario }) => [id, scenario]));
  const merged = new Map<string, Merged>();
  for (const finding of rankFindings(report.findings)) {
    const known = merged.get(finding.check);
    if (known === undefined) merged.set(finding.check, { finding, also: [] });
    else {
      const said = new Set(known.finding.cases.map((id) => scenarioOf.get(id)));
      const more = finding.cases.map((id) => scenarioOf.get(id)).filter((name) => name !== undefined);
      known.also.push(...new Set(more.filter((name) => !said.has(name) && !known.also.includes(name))));
    }
  }
  return [...merged.values()];
}

function briefFinding(finding: Finding, also: readonly string[], page: Page): string[] {
  // What failed is told whole, and what to do about it.
  if (finding.severity === 'error') return findingLines(finding, page);
  const { severity, message } = finding;
  const more = also.length === 0 ? '' : ` Also ${listed(also)}.`;
  const text = `${severity}: ${plain(message)}`;
  const lines =
    shortened(`${text}${more}`, page.width) ?? shortened(text, page.width) ?? cut(text, page.width);
  return lines.map((line, index) =>
    index === 0 ? line.replace(severity, page.paint(severity, severity)) : line,
  );
}

/** Undefined where it takes more lines than a finding has. */
function shortened(text: string, width: number): string[] | undefined {
  const lines = wrap(text, width, 2);
  return lines.length <= LINES_A_FINDING ? lines : undefined;
}

function cut(text: string, width: number): string[] {
  const lines = wrap(text, width - 1, 2).slice(0, LINES_A_FINDING);
  return lines.map((line, index) =>
    index === LINES_A_FINDING - 1 ? `${line.replace(/[,;:]$/, '')}…` : line,
  );
}

function endOf(report: Report, files: readonly string[], { width, paint }: Page): string[] {
  const ended = `${plain(endingOf(report))} Started ${startOf(report)}.`;
  const page = files.find((file) => file.endsWith('.html'));
  const log = files.filter((file) => file.includes('run.log'));
  const named = page === undefined ? files : [`Everything else, and what to do about it: ${page}`, ...log];
  return [
    ...wrap(ended, width).map((line) => paint('dim', line)),
    ...named.flatMap((file) => wrap(plain(file), width, 2)),
  ];
}
