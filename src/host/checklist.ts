import { DISTURBANCE_GATE } from '../stats/index.js';
import { formatCpuList } from './cpus/cpu-list.js';
import { countCores } from './cpus/cpus.js';
import type { HostFacts } from './facts.js';
import { whyNotConfine } from './launch.js';
import type { BusyProcess, Readings } from './readings.js';

/** One thing to look at before the figures of this machine are trusted. */
export interface ChecklistItem {
  readonly item: string;
  readonly state: 'ok' | 'warn' | 'unknown';
  readonly message: string;
  /** What to do about it; empty where there is nothing to do. */
  readonly advice: string;
}

type Judged = Omit<ChecklistItem, 'item'>;
type Judge = (facts: HostFacts, readings: Readings) => Judged;

const ok = (message: string): Judged => ({ state: 'ok', message, advice: '' });
const warn = (message: string, advice: string): Judged => ({ state: 'warn', message, advice });
const unknown = (message: string, advice = ''): Judged => ({ state: 'unknown', message, advice });

/** What to change on a machine before measuring on it. A pure function of what was read. */
export function checklist(facts: HostFacts, readings: Readings): ChecklistItem[] {
  return judges.map(([item, judge]) => ({ item, ...judge(facts, readings) }));
}

/** The gates that observations are held against, too. */
const MOST_FOREIGN_CPU = DISTURBANCE_GATE.foreignCpu;
const MOST_STEAL = DISTURBANCE_GATE.stealShare;

const otherLoad: Judge = (_, { foreignCpu, loadAverage, busy }) => {
  const load = loadAverage === null ? '' : `; load average ${loadAverage.toFixed(2)}`;
  if (foreignCpu === null) return unknown(`Whether other programs use the CPU is not known here${load}.`);
  if (foreignCpu <= MOST_FOREIGN_CPU && busy.length === 0) return ok(`No other program uses the CPU${load}.`);
  const names = busy.slice(0, 3).map(nameBusy).join(', ');
  const taken = `Other programs take ${Math.max(0, foreignCpu).toFixed(2)} of a CPU`;
  return warn(`${taken}${names && `: ${names}`}${load}.`, 'Stop them, or measure when they are done.');
};

const nameBusy = ({ name, pid, cpu }: BusyProcess) => `${name} (${pid}) ${Math.round(100 * cpu)} %`;

const steal: Judge = (_, { stealShare }) => {
  if (stealShare === null) return unknown('Whether a hypervisor takes CPU time is not known here.');
  const share = `${(100 * stealShare).toFixed(1)} %`;
  if (stealShare <= MOST_STEAL) return ok(`The hypervisor takes ${share} of the CPU time.`);
  return warn(
    `The hypervisor takes ${share} of the CPU time for other guests.`,
    'Measure at another time, or on a dedicated instance.',
  );
};

const quota: Judge = ({ quotaCpus, allowed }) => {
  if (quotaCpus === null) return ok('No quota limits the CPU time.');
  const amount = `A quota grants ${round(quotaCpus)} CPUs' worth of time`;
  if (quotaCpus >= allowed.length) return ok(`${amount}, as much as there are allowed CPUs.`);
  return warn(
    `${amount} on ${allowed.length} CPUs: work is stopped for parts of each period.`,
    'Raise it (docker run --cpus, resources.limits.cpu), or limit the run with --cores to whole CPUs within it.',
  );
};

const affinity: Judge = ({ cpus, allowed }) => {
  if (allowed.length >= cpus.length) return ok('All CPUs may be used.');
  return warn(
    `Only the CPUs ${formatCpuList(allowed)} of ${cpus.length} may be used (taskset or cpuset).`,
    'Nothing to change if you meant that; other programs may still use the same CPUs.',
  );
};

const smt: Judge = (facts) => {
  const { physical, logical } = countCores(facts);
  if (logical === physical) return ok('No two allowed CPUs share a physical core.');
  return warn(
    `${logical} CPUs are ${physical} physical cores with SMT: beyond ${physical} workers they share cores.`,
    `Expect less from workers beyond ${physical}; --pin physical gives up to ${physical} a core each.`,
  );
};

const governor: Judge = ({ virtualization }, { governors }) => {
  if (governors === null) {
    const where = virtualization === null ? 'here' : 'to a guest; the hypervisor decides';
    return unknown(`The frequency governor is not visible ${where}.`);
  }
  const names = governors.join(', ');
  if (governors.every((name) => name === 'performance')) return ok('The frequency governor is performance.');
  return warn(
    `The frequency governor is ${names}: clocks rise only once there is work.`,
    'sudo cpupower frequency-set -g performance',
  );
};

const turbo: Judge = (_, { turbo: isOn }) => {
  if (isOn === null) return unknown('Whether turbo is on is not known.');
  if (!isOn) return ok('Turbo is off: one worker runs at the same clock as many.');
  return warn(
    'Turbo is on: one worker runs at a higher clock than many, which costs speedup.',
    'Leave it on to measure what users get; to compare versions of code turn it off (echo 0 > …/cpufreq/boost, or no_turbo).',
  );
};

const LEAST_AVAILABLE_GIB = 1;
const LEAST_AVAILABLE_SHARE = 0.1;

const memory: Judge = ({ memoryGiB, memoryLimitGiB }, { memoryAvailableGiB }) => {
  const total = memoryLimitGiB ?? memoryGiB;
  if (memoryAvailableGiB === null) return unknown('How much memory is available is not known.');
  const available = Math.min(memoryAvailableGiB, total);
  const text = `${round(available)} of ${round(total)} GiB of memory is available`;
  if (available < Math.max(LEAST_AVAILABLE_GIB, total * LEAST_AVAILABLE_SHARE))
    return warn(`Only ${text}.`, 'Free some: every worker needs its own heap, and swapping ruins figures.');
  return ok(`${text}.`);
};

const memoryLimit: Judge = ({ memoryLimitGiB }) => {
  if (memoryLimitGiB === null) return ok('No limit below the machine’s memory.');
  return warn(
    `All workers together may use ${round(memoryLimitGiB)} GiB: whatever needs more is killed.`,
    'Raise it, or use fewer workers or threads instead of processes.',
  );
};

/** Pages that were put aside long ago and are never read again are harmless. */
const MOST_SWAP_MIB = 64;

const swap: Judge = (_, { swapUsedMiB }) => {
  if (swapUsedMiB === null) return unknown('Whether swap is in use is not known.');
  if (swapUsedMiB <= MOST_SWAP_MIB) return ok('Swap is not in use.');
  return warn(`${Math.round(swapUsedMiB)} MiB of swap is in use.`, 'Free memory, then: sudo swapoff -a');
};

const virtualization: Judge = ({ virtualization: kind }) => {
  if (kind === null) return ok('No hypervisor or container was found.');
  return warn(
    `This is a guest (${kind}): its cores and their speed are what the hypervisor says they are.`,
    'corewise host --self-test measures it in ten seconds.',
  );
};

/** Clocks that are read without a call into the kernel or the hypervisor. */
const FAST_CLOCKS = ['tsc', 'kvm-clock', 'arch_sys_counter', 'hyperv_clocksource_tsc_page'];

const clock: Judge = (_, { clockSource }) => {
  if (clockSource === null) return unknown('The clock source is not known.');
  if (FAST_CLOCKS.includes(clockSource)) return ok(`The clock source is ${clockSource}.`);
  return warn(
    `The clock source ${clockSource} takes a microsecond or more to read, which inflates short tasks.`,
    'Choose tsc or kvm-clock, if the machine has it (…/clocksource0/available_clocksource).',
  );
};

const confining: Judge = (facts) => {
  const problem = whyNotConfine(facts);
  if (problem === undefined) return ok('taskset is installed: --cores and --pin work.');
  const advice = facts.platform === 'linux' ? 'apt-get install util-linux' : '';
  return warn(`${problem} So --cores and --pin do not work.`, advice);
};

/** Options that change how fast code runs. */
const SLOWING = /^--(inspect|prof|cpu-prof|heap-prof|trace|jitless|no-opt|interpreted-frames|max-lazy)/;

const node: Judge = (facts, { nodeOptions }) => {
  const slowing = nodeOptions.filter((option) => SLOWING.test(option));
  if (slowing.length === 0) return ok(`Node ${facts.node} runs without debugging options.`);
  return warn(`Node runs with ${slowing.join(' ')}, which slows code down.`, 'Start Node without it.');
};

const judges: readonly [string, Judge][] = [
  ['other load', otherLoad],
  ['steal', steal],
  ['quota', quota],
  ['affinity', affinity],
  ['SMT', smt],
  ['governor', governor],
  ['turbo', turbo],
  ['memory', memory],
  ['memory limit', memoryLimit],
  ['swap', swap],
  ['virtualization', virtualization],
  ['clock', clock],
  ['taskset', confining],
  ['Node', node],
];

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
