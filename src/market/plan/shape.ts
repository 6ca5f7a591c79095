import type { Instance } from '../catalog/index.js';

/** The cores of an instance. */
export interface Shape {
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
