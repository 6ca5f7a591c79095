import type { Case } from '../cases/index.js';
import type { CeilingPlan } from '../runner/index.js';

/** One ceiling for every scenario × params × engine × workers × cores that has more than one worker and as many cores. */
export function ceilingsFor(cases: readonly Case[]): CeilingPlan[] {
  const plans = new Map<string, CeilingPlan>();
  for (const of of cases) {
    if (of.engine === 'serial' || of.workers === 1 || of.workers > of.cores) continue;
    const reference = cases.find((other) => isReference(other, of));
    if (!reference) continue;
    const { scenario, params, engine, workers, cores, cpus } = of;
    plans.set(`${reference.id} ${workers}`, { scenario, params, engine, workers, cores, cpus, reference: reference.id });
  }
  return [...plans.values()];
}

function isReference(other: Case, of: Case): boolean {
  return (
    other.workers === 1 &&
    other.dispatch === 'imapUnordered' &&
    other.chunksize === 1 &&
    other.engine === of.engine &&
    other.scenario === of.scenario &&
    String(other.cpus) === String(of.cpus) &&
    JSON.stringify(other.params) === JSON.stringify(of.params)
  );
}
