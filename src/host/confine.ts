import { formatCpuList } from './cpu-list.js';
import type { HostFacts } from './facts.js';

/** The start of a command line that keeps what follows, and all its children, on these CPUs. */
export function confine(cpus: readonly number[]): { command: 'taskset'; args: string[] } {
  return { command: 'taskset', args: ['-c', formatCpuList(cpus)] };
}

/** Why a process cannot be confined to some of the CPUs here; undefined where it can. */
export function whyNotConfine(facts: HostFacts): string | undefined {
  if (facts.canConfine) return undefined;
  if (facts.platform === 'linux')
    return 'Limiting a run to some CPUs needs taskset, which is not installed here (package util-linux).';
  return 'Limiting a run to some CPUs needs Linux and its taskset.';
}
