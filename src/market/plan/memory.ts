import type { Instance } from '../catalog/index.js';
import type { Constraints } from './constraints.js';
import type { MeasuredCurve } from './evidence.js';

/** Kept for the system and the main program. */
export const SYSTEM_MEMORY_MIB = 512;

export function memoryLeftMiB({ memoryGiB }: Pick<Instance, 'memoryGiB'>): number {
  return Math.max(0, 1024 * memoryGiB - SYSTEM_MEMORY_MIB);
}

/** How many workers the machine's memory holds; without end where nobody knows what one takes. */
export function mostWorkers(
  machine: Pick<Instance, 'memoryGiB'>,
  { memoryPerWorkerMiB }: MeasuredCurve,
  constraints: Constraints,
): number {
  const each = constraints.memoryPerWorkerMiB ?? memoryPerWorkerMiB;
  return each === null || each === 0 ? Number.POSITIVE_INFINITY : Math.floor(memoryLeftMiB(machine) / each);
}
