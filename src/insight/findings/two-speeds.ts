import type { RunRecord } from '../../record/index.js';
import type { Analysis } from '../analysis/index.js';
import type { Finding } from './finding.js';
import { fitDoubts } from './fit-doubts.js';

/**
 * Rounds of a setting fall into two groups, so that its figures are the mean of two speeds: farther apart than a single
 * normal distribution gets by luck (`SURE` in `src/stats/two-clusters.ts`), by 10 % or more, and with a gap between them.
 */
export function twoSpeeds(record: RunRecord, analysis: Analysis): Finding[] {
  return fitDoubts(record, analysis, ['two-clusters']).map(({ message, cases }) => ({
    check: 'two-speeds',
    severity: 'warning',
    cases,
    message,
    advice:
      'Look for what alternates from round to round: fast and slow cores (--pin physical), a clock that drops, a cache that is cold, another program. Then measure each speed by itself.',
  }));
}
