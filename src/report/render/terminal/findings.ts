import type { Finding } from '../../document/document.js';
import { plain } from '../../document/table.js';
import { type Page, wrap } from './page.js';

/** A finding: what it is, then what to do. */
export function findingLines(
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
export function briefFinding(finding: Finding, page: Page): string[] {
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
