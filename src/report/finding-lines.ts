import type { Page } from './paint.js';
import { plain } from './plain.js';
import type { Finding } from './schema.js';
import { wrap } from './wrap.js';

/** A finding for a terminal: what it is, then what to do. */
export function findingLines(
  { severity, message, advice, details = [] }: Pick<Finding, 'severity' | 'message' | 'advice' | 'details'>,
  { width, paint }: Page,
): string[] {
  const [first = '', ...rest] = wrap(`${severity}: ${plain(message)}`, width, 2);
  const shown = details.flatMap((line) => wrap(plain(line), width - 4, 4).map((part) => `    ${part}`));
  const told = [first.replace(severity, paint(severity, severity)), ...rest, ...shown];
  return advice === ''
    ? told
    : [...told, ...wrap(`→ ${plain(advice)}`, width - 2, 2).map((line) => `  ${line}`)];
}
