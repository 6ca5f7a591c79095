import type { RunRecord } from '../../record/index.js';
import type { Finding } from './finding.js';

/** A worker of each case waited for a debugger: nothing here is a measurement. */
export function inspected({ header }: RunRecord): Finding[] {
  if (!header.plan.inspected) return [];
  return [
    {
      check: 'inspected',
      severity: 'warning',
      cases: [],
      message: 'A debugger was attached to a worker of every case: the times say nothing about the work.',
      advice: 'Run again without --inspect-worker to measure.',
    },
  ];
}
