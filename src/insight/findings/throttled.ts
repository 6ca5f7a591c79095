import type { Observation, RunRecord } from '../../record/index.js';
import { formatCores, formatMs } from '../../stats/index.js';
import type { Analysis } from '../analysis/index.js';
import type { Finding } from './finding.js';

/** The cgroup's quota stopped our processes. */
export function throttled({ header, lines }: RunRecord, _analysis: Analysis): Finding[] {
  // Under a quota that was asked for it is the question, and `cpu-quota` has the answer.
  const asked = new Set(header.plan.cases.flatMap(({ id, quota }) => (quota === undefined ? [] : [id])));
  const observations = lines.filter(
    (line): line is Observation => line.kind === 'observation' && !asked.has(line.case),
  );
  const stopped = observations.filter(({ disturbance }) => (disturbance.throttledMs ?? 0) > 0);
  if (stopped.length === 0) return [];
  const totalMs = stopped.reduce((sum, { disturbance }) => sum + disturbance.throttledMs!, 0);
  const { quotaCpus } = header.host;
  const quota = quotaCpus === null ? 'A CPU quota' : `The CPU quota of ${formatCores(quotaCpus)} CPUs`;
  return [
    {
      check: 'throttled',
      severity: 'warning',
      cases: [...new Set(stopped.map((observation) => observation.case))],
      message: `${quota} stopped the workers for ${formatMs(totalMs)} in ${stopped.length} of ${observations.length} observations.`,
      advice: 'Use no more workers than the quota, or raise it: throttled workers all stop at the same time.',
    },
  ];
}
