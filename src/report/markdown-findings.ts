import { literal } from './literal.js';
import type { Finding } from './schema.js';

/** A list item a finding; `none` where there is none. */
export function markdownFindings(findings: readonly Omit<Finding, 'cases'>[], none: string): string {
  if (findings.length === 0) return none;
  return findings
    .map(({ severity, check, message, advice, details = [] }) =>
      [
        `- **${severity}** (${literal(check)}): ${literal(message)} ${literal(advice)}`.trim(),
        ...details.map((line) => `  - ${literal(line)}`),
      ].join('\n'),
    )
    .join('\n');
}
