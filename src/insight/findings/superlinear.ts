import type { RunRecord } from '../../record/index.js';
import type { Analysis } from '../analysis/index.js';
import type { Finding } from './finding.js';
import { fitDoubts } from './fit-doubts.js';

/**
 * Workers in company do more than one alone, which no scaling law allows, at one count or in the median: the whole
 * interval of the gain lies above 1.05 (`CLEARLY` in `src/insight/scaling/predicting/superlinear.ts`). Above 1.5 (`NOT_THE_SAME` in
 * `src/insight/scaling/doubts.ts`) the counts did not do the same work.
 */
export function superlinear(record: RunRecord, analysis: Analysis): Finding[] {
  return fitDoubts(record, analysis, ['more-than-workers', 'superlinear']).map(({ message, cases }) => ({
    check: 'superlinear',
    severity: 'warning',
    cases,
    message,
    advice:
      'Compare one worker with serial first: if one worker is slow, its figure is the wrong one. The gain may also come from less data per worker (caches that add up); it ends once the data fits.',
  }));
}
