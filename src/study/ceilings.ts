import { type Case, ceilingReferenceOf, hasCeiling } from '../cases/index.js';
import type { CeilingPlan } from '../runner/index.js';

/** One ceiling for every scenario × params × engine × workers × cores that has more than one worker and as many cores. */
export function ceilingsFor(cases: readonly Case[]): CeilingPlan[] {
  const plans = new Map<string, CeilingPlan>();
  for (const of of cases.filter(hasCeiling)) {
    const reference = ceilingReferenceOf(of, cases);
    if (!reference) continue;
    const { scenario, params, engine, workers, cores, cpus } = of;
    plans.set(`${reference.id} ${workers}`, {
      scenario,
      params,
      engine,
      workers,
      cores,
      cpus,
      reference: reference.id,
    });
  }
  return [...plans.values()];
}
