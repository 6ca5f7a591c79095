import type { Observation, RunRecord } from '../../record/index.js';
import { formatCount, largest } from '../../stats/index.js';
import type { Analysis } from '../analysis/index.js';
import type { Finding } from './finding.js';

/** A few pages come and go on any machine; a MiB of 4 KiB pages in half a second does not. */
const TOO_MANY_PAGES = 256;

/** Memory went to disk and back while time was taken. */
export function swapping({ lines }: RunRecord, _analysis: Analysis): Finding[] {
  const observations = lines.filter((line): line is Observation => line.kind === 'observation');
  const swapped = observations.filter(({ disturbance }) => (disturbance.swapPages ?? 0) >= TOO_MANY_PAGES);
  if (swapped.length === 0) return [];
  const most = largest(swapped.map(({ disturbance }) => disturbance.swapPages!));
  return [
    {
      check: 'swapping',
      severity: 'warning',
      cases: [...new Set(swapped.map((observation) => observation.case))],
      message: `The machine swapped in ${swapped.length} of ${observations.length} observations, up to ${formatCount(most)} pages in one.`,
      advice:
        'Free memory, use fewer workers, or use a machine with more memory: a run that swaps measures the disk.',
    },
  ];
}
