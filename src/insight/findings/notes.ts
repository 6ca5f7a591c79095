import type { RunRecord } from '../../record/index.js';
import type { Analysis } from '../analysis/index.js';
import type { Finding } from './finding.js';

const ADVICE = 'Fix it and run again if you need what is missing.';

/** What the run itself noted. */
export function notes({ lines }: RunRecord, _analysis: Analysis): Finding[] {
  return lines.flatMap((line) =>
    line.kind === 'note'
      ? [{ check: line.check, severity: 'info' as const, cases: [], message: line.message, advice: ADVICE }]
      : [],
  );
}
