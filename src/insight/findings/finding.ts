import type { RunRecord } from '../../record/index.js';
import type { AdvisedAnalysis } from '../chunks/index.js';

/** How grave a finding is, in ascending order. */
export const severities = ['info', 'warning', 'error'] as const;

export type Severity = (typeof severities)[number];

/** The gravest first; equally grave ones stay in their order. */
export function gravestFirst<F extends { severity: Severity }>(findings: readonly F[]): F[] {
  return findings.toSorted((a, b) => severities.indexOf(b.severity) - severities.indexOf(a.severity));
}

/** A reason to doubt a number, or to act on it. Plain text: renderers escape it. */
export interface Finding {
  /** The check's name: lower-case words joined by hyphens. */
  check: string;
  severity: Severity;
  /** Case ids it touches; empty: the whole run. */
  cases: string[];
  message: string;
  advice: string;
  /** Lines that belong to the message and are shown as they are: a stack. */
  details?: string[];
}

/**
 * A pure function of a record and its analysis, which knows the chunk advice, too. To add one: one file, one test, one
 * line in `index.ts`.
 */
export type Check = (record: RunRecord, analysis: AdvisedAnalysis) => Finding[];
