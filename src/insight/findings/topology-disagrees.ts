import type { RunRecord } from '../../record/index.js';
import type { Analysis } from '../analysis/index.js';
import type { Finding } from './finding.js';
import { fitDoubts } from './fit-doubts.js';

/**
 * The curve bends elsewhere than where the machine says that its physical cores end, or not at all: the whole interval of
 * what a worker beyond adds lies below 0.8 of one before (`LARGEST_SLOPE` in `src/insight/scaling/knee.ts`), or that of a second
 * thread above 0.9 of a core (`AS_GOOD_AS_A_CORE` in `src/insight/scaling/doubts.ts`).
 */
export function topologyDisagrees(record: RunRecord, analysis: Analysis): Finding[] {
  return fitDoubts(record, analysis, ['topology']).map(({ message, cases }) => ({
    check: 'topology-disagrees',
    severity: 'warning',
    cases,
    message,
    advice:
      'Virtual machines often report the wrong cores: ask the provider what a vCPU is before sizing by physical cores, and trust the measured counts, not the reported ones.',
  }));
}
