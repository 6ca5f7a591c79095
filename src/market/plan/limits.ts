import type { Choice } from './choice.js';
import type { Constraints } from './constraints.js';

export type Limit = 'max-cost' | 'max-instances';

/** Limits on the whole that a choice, the least of its type that meets the demand, does not keep. */
export function brokenLimits(
  { costPerHour, instances }: Choice,
  { maxCostPerHour = Number.POSITIVE_INFINITY, maxInstances = Number.POSITIVE_INFINITY }: Constraints,
): Limit[] {
  return [
    ...(costPerHour.value > maxCostPerHour ? (['max-cost'] as const) : []),
    ...(instances > maxInstances ? (['max-instances'] as const) : []),
  ];
}
