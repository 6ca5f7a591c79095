import { SYSTEM_MEMORY_MIB, workersHeld } from '../../../insight/analysis/index.js';
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

export function memoryLeftMiB({ memoryGiB }: Pick<Instance, 'memoryGiB'>): number {
  return Math.max(0, 1024 * memoryGiB - SYSTEM_MEMORY_MIB);
}

/** How many workers the machine's memory holds; without end where nobody knows what one takes. */
export function mostWorkers(
  machine: Pick<Instance, 'memoryGiB'>,
  { memoryPerWorkerMiB, baseMemoryMiB: baseMiB = 0 }: MeasuredCurve,
  constraints: Constraints,
): number {
  const perWorkerMiB = constraints.memoryPerWorkerMiB ?? memoryPerWorkerMiB;
  if (perWorkerMiB === null) return Number.POSITIVE_INFINITY;
  return workersHeld(memoryLeftMiB(machine), { baseMiB, perWorkerMiB });
}
