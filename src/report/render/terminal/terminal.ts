import { withNpx } from '../../../record/index.js';
import { counted } from '../../../stats/index.js';
import {
  type Answer,
  type Block,
  type Document,
  type Finding,
  type Section,
  wordsOf,
} from '../../document/document.js';
import { plain, shownIn } from '../../document/table.js';
import { type Page, painter, wrap } from './page.js';
import { tableLines } from './table.js';

export interface SummaryOptions {
  /** Width of the terminal; no line is longer. */
  columns: number;
  color: boolean;
  /** What was written, named at the end. */
  files?: readonly string[];
}

/** A document for a terminal: each answer with what it rests on, then the findings, and where the files are. */
export function terminal(document: Document, options: SummaryOptions): string {
  const page = pageOf(options);
  const { sections, findings = [], appendix, closing } = document;
  return textOf([
    ...shownIn('terminal', sections).map((section) => sectionLines(section, page)),
    findings.flatMap((finding) => findingLines(finding, page)),
    ...shownIn('terminal', appendix).map((section) => sectionLines(section, page)),
    [
      ...dimmed(closing ?? '', page),
      ...(options.files ?? []).flatMap((file) => indented(wrap(plain(file), page.width - 2))),
    ],
  ]);
}

const MOST_FINDINGS = 5;

/** The same in as few lines as a screen has: the gravest findings, without what to do; the page has all of it. */
export function briefTerminal(document: Document, options: SummaryOptions): string {
  const page = pageOf(options);
  const { sections, findings = [], closing } = document;
  const { files = [] } = options;
  const html = files.find((file) => file.endsWith('.html'));
  const log = files.filter((file) => file.includes('run.log'));
  const named = html === undefined ? files : [`Full report, with charts and advice: ${html}`, ...log];
  const left = findings.length - MOST_FINDINGS;
  return textOf([
    ...shownIn('terminal', sections).map((section) => briefLines(section, page)),
    [
      ...findings.slice(0, MOST_FINDINGS).flatMap((finding) => briefFinding(finding, page)),
      ...(left > 0 ? [page.paint('dim', `… and ${counted(left, 'more finding')}`)] : []),
    ],
    [...dimmed(closing ?? '', page), ...named.flatMap((file) => wrap(plain(file), page.width, 2))],
  ]);
}

const pageOf = ({ columns, color }: SummaryOptions): Page => ({
  width: Math.max(40, columns),
  paint: painter(color),
});

/** Groups of lines with a blank one between them. */
function textOf(groups: readonly (readonly string[])[]): string {
  const lines = groups
    .filter((group) => group.length > 0)
    .flatMap((group, index) => (index === 0 ? group : ['', ...group]));
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

const indented = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`);

const dimmed = (text: string, { width, paint }: Page): string[] =>
  text === '' ? [] : wrap(plain(text), width).map((line) => paint('dim', line));

function sectionLines({ answer, title, blocks }: Section, page: Page): string[] {
  const head = answer ? answerLines(answer, page) : title === undefined ? [] : headingLines(title, page);
  const lines = [...head, ...shownIn('terminal', blocks).flatMap((block) => blockLines(block, page))];
  return lines[0] === '' ? lines.slice(1) : lines;
}

/** Without blank lines, and what is below the answer set off by its margin. */
function briefLines({ answer, blocks }: Section, page: Page): string[] {
  const narrow = { ...page, width: page.width - 2 };
  const below = shownIn('terminal', blocks).flatMap((block) => blockLines(block, narrow));
  return [...(answer ? answerLines(answer, page) : []), ...indented(below.filter((line) => line !== ''))];
}

const headingLines = (text: string, { width, paint }: Page): string[] =>
  wrap(plain(text), width).map((line) => paint('bold', line));

function answerLines({ headline, reasons }: Answer, page: Page): string[] {
  const said = shownIn('terminal', reasons).filter(({ text }) => text !== '');
  return [
    ...headingLines(headline, page),
    ...said.flatMap(({ text }) => indented(wrap(plain(text), page.width - 2))),
  ];
}

/** A table, a chart or a list has a blank line above it. */
function blockLines(block: Block, page: Page): string[] {
  const { width } = page;
  switch (block.kind) {
    case 'heading':
      return ['', ...headingLines(block.text, page)];
    case 'text':
      return block.look === 'muted'
        ? dimmed(wordsOf(block.text), page)
        : wrap(plain(wordsOf(block.text)), width, 2);
    case 'list':
      return above(block.items.flatMap((item) => wrap(`- ${plain(wordsOf(item))}`, width, 2)));
    case 'facts':
      return above(block.facts.flatMap(({ name, value }) => wrap(plain(`${name}: ${value}`), width, 2)));
    case 'table':
      return above(tableLines(block.table, page));
    case 'charts':
      return block.beside === undefined ? [] : above(tableLines(block.beside, page));
    case 'drawing':
      return drawingLines(block, page);
    case 'doubts':
      return above(block.doubts.flatMap((doubt) => doubtLines(doubt, page)));
    case 'command':
      return indented(wrap(plain(withNpx(block.command)), width - 2, 2));
  }
}

const above = (lines: readonly string[]): string[] => (lines.length === 0 ? [] : ['', ...lines]);

const WIDEST_DRAWING = 100;

function drawingLines({ title, key, draw }: Extract<Block, { kind: 'drawing' }>, page: Page): string[] {
  const lines = draw(Math.min(page.width, WIDEST_DRAWING));
  if (lines.length === 0) return [];
  return ['', ...dimmed(title, page), ...lines, ...dimmed(key, page)];
}

const doubtLines = (doubt: Pick<Finding, 'severity' | 'message'>, page: Page): string[] =>
  findingLines({ check: '', advice: '', ...doubt }, page);

/** A finding: what it is, then what to do. */
function findingLines(
  { severity, message, advice, aside = '', details = [] }: Finding,
  { width, paint }: Page,
): string[] {
  const [first = '', ...rest] = wrap(`${severity}: ${plain(`${message} ${aside}`)}`, width, 2);
  const shown = details.flatMap((line) => wrap(plain(line), width - 4, 4).map((part) => `    ${part}`));
  const told = [first.replace(severity, paint(severity, severity)), ...rest, ...shown];
  return advice === ''
    ? told
    : [...told, ...wrap(`→ ${plain(advice)}`, width - 2, 2).map((line) => `  ${line}`)];
}

const LINES_A_FINDING = 2;

/** What failed is told whole, and what to do about it; anything else in two lines. */
function briefFinding(finding: Finding, page: Page): string[] {
  const { severity, message, aside = '' } = finding;
  if (severity === 'error') return findingLines(finding, page);
  const text = `${severity}: ${plain(message)}`;
  const lines =
    shortened(plain(`${text} ${aside}`), page.width) ?? shortened(text, page.width) ?? cut(text, page.width);
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
