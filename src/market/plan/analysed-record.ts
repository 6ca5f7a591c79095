import type { Analysis } from '../../insight/analysis/index.js';
import type { RunRecord } from '../../record/index.js';

/** A record, what it means, and where it was read. */
export interface AnalysedRecord {
  path: string;
  record: RunRecord;
  analysis: Analysis;
}
