import type * as ChildProcess from 'node:child_process';
import { onDemand } from '../own-package.js';
import { formatCpuList } from './cpus/cpu-list.js';
import type { HostFacts } from './facts.js';

const childProcess = onDemand<typeof ChildProcess>('node:child_process');

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

/** The start of a command line whose program the system ends when the thread that started it ends. */
export interface DiesWithParent {
  command: 'setpriv';
  args: readonly string[];
}

const OPTIONS = ['--pdeathsig', 'KILL'];

let found: DiesWithParent | null | undefined;

/**
 * What to put in front of a command line so that the program cannot outlive the calling thread, whatever it does
 * and however that ends; it then runs in the process that was started, with its descriptors. Undefined where the
 * system has no such thing: only Linux has, with util-linux's `setpriv`. Asks once, in about 2 ms.
 */
export function dieWithParent(): DiesWithParent | undefined {
  if (found === undefined) found = isThere() ? { command: 'setpriv', args: [...OPTIONS, '--'] } : null;
  return found ?? undefined;
}

/** Takes what another process of this machine was answered, and asks no more. */
export function knowDieWithParent(answer: DiesWithParent | undefined): void {
  found = answer ?? null;
}

/** Tried, not looked for: that of BusyBox knows no such option. */
function isThere(): boolean {
  if (process.platform !== 'linux') return false;
  return childProcess().spawnSync('setpriv', [...OPTIONS, '--', 'true'], { stdio: 'ignore' }).status === 0;
}
