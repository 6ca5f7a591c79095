import type { Instance } from '../../catalog/index.js';
import type { MeasuredCurve } from '../evidence/evidence.js';
import type { Constraints } from '../request.js';

/** The cores of an instance. */
interface Shape {
  physicalCores: number;
  /** Logical CPUs; vCPUs of a virtual machine. */
  logicalCores: number;
  /** The catalog does not tell the physical cores. */
  isGuessed: boolean;
}

/** Where the catalog tells no physical cores, two threads share one on x86, and none do on Arm: the usual case. */
export function shapeOf({ vcpus, physicalCores, architecture }: Instance): Shape {
  const guess = architecture === 'arm64' ? vcpus : Math.max(1, vcpus / 2);
  return {
    physicalCores: Math.max(1, Math.floor(physicalCores ?? guess)),
    logicalCores: vcpus,
    isGuessed: physicalCores === null,
  };
}

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
