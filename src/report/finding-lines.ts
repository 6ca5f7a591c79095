import type { Page } from './paint.js';
import { plain } from './plain.js';
import type { Finding } from './schema.js';
import { wrap } from './wrap.js';

/** A finding for a terminal: what it is, then what to do. */
export function findingLines(
  { severity, message, advice }: Pick<Finding, 'severity' | 'message' | 'advice'>,
  { width, paint }: Page,
): string[] {
  const [first = '', ...rest] = wrap(`${severity}: ${plain(message)}`, width, 2);
  const told = [first.replace(severity, paint(severity, severity)), ...rest];
  return advice === ''
    ? told
    : [...told, ...wrap(`→ ${plain(advice)}`, width - 2, 2).map((line) => `  ${line}`)];
}
