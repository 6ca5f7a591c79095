import type { Case } from '../../measure/cases/index.js';
import type { Observation, RunRecord } from '../../record/index.js';
import { mean } from '../../stats/index.js';

/** More than this cannot be told from a machine that did nothing else. */
const MOST = 0.9;

/**
 * The share of its CPUs that other processes and the hypervisor took while a case was measured, over all its rounds:
 * without them it might have done up to 1 ÷ (1 − share) as much.
 */
export function takenShare({ lines }: RunRecord, { id, cores }: Case): number {
  const observations = lines.filter(
    (line): line is Observation => line.kind === 'observation' && line.case === id,
  );
  const shares = observations.map(
    ({ disturbance: { foreignCpu, stealShare } }) => (foreignCpu ?? 0) / cores + (stealShare ?? 0),
  );
  return Math.min(MOST, shares.length === 0 ? 0 : mean(shares));
}
