import type { HostFacts, LogicalCpu } from './facts.js';
import type { HostFiles } from './files.js';

export interface Invention extends Partial<Omit<HostFacts, 'cpus'>> {
  /** Of all sockets together. */
  physicalCores: number;
  threadsPerCore?: number;
  sockets?: number;
  /** How many of the physical cores, the last ones, are slow and have one thread. */
  eCores?: number;
  /** `split`: siblings are 0,4 1,5 … (the usual way); `adjacent`: 0,1 2,3 … */
  numbering?: 'split' | 'adjacent';
  /** The ids to use instead of 0, 1, 2 …, in that order. */
  ids?: readonly number[];
}

/** A host for tests: decisions about CPUs are made on it without the machine. */
export function inventHost(invention: Invention): HostFacts {
  const { physicalCores, threadsPerCore, sockets, eCores, numbering, ids, ...facts } = invention;
  const cpus = inventCpus(invention);
  return {
    cpu: 'Invented CPU',
    cpus,
    allowed: cpus.map((cpu) => cpu.id),
    quotaCpus: null,
    memoryGiB: 16,
    memoryLimitGiB: null,
    node: '20.0.0',
    v8: '11.3',
    os: 'Invented OS 1',
    platform: 'linux',
    arch: 'x64',
    virtualization: null,
    canConfine: true,
    hasProc: true,
    ...facts,
  };
}

function inventCpus(invention: Invention): LogicalCpu[] {
  const { physicalCores, sockets = 1, eCores = 0, ids } = invention;
  return threadsInOrder(invention).map((core, index) => ({
    id: ids?.[index] ?? index,
    package: Math.floor((core * sockets) / physicalCores),
    core,
    capacity: core >= physicalCores - eCores ? 0.5 : 1,
  }));
}

/** The core of each logical CPU, in the order in which they are numbered. */
function threadsInOrder({ physicalCores, threadsPerCore = 1, eCores = 0, numbering }: Invention): number[] {
  const cores = Array.from({ length: physicalCores }, (_, core) => core);
  const fast = cores.slice(0, physicalCores - eCores);
  const siblings = Array.from({ length: threadsPerCore - 1 }, () => fast).flat();
  if (numbering === 'adjacent') return [...cores, ...siblings].sort((a, b) => a - b);
  return [...cores, ...siblings];
}

/** A machine's files from a table of paths and contents; folders are implied. */
export function inventFiles(contents: Readonly<Record<string, string>>): HostFiles {
  const paths = Object.keys(contents);
  const below = (folder: string) => paths.filter((path) => path.startsWith(`${folder}/`));
  return {
    read: (path) => contents[path],
    list: (folder) => [...new Set(below(folder).map((path) => path.slice(folder.length + 1).split('/')[0]!))],
    exists: (path) => path in contents || below(path).length > 0,
  };
}
