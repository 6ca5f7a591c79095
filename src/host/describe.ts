import { formatCpuList } from './cpus/cpu-list.js';
import { countCores } from './cpus/cpus.js';
import type { HostFacts } from './facts.js';
import { whyNotConfine } from './launch.js';

interface HostRow {
  readonly label: string;
  readonly value: string;
}

/** What `corewise host` shows, in order. */
export function describeHost(facts: HostFacts): HostRow[] {
  const rows: [string, string][] = [
    ['CPU', `${facts.cpu} (${facts.arch})`],
    ['Physical cores', describePhysical(facts)],
    ['Logical CPUs', `${facts.cpus.length}`],
    ['Allowed CPUs', describeAllowed(facts)],
    ['CPU quota', facts.quotaCpus === null ? 'none' : `${round(facts.quotaCpus)} CPUs' worth of time`],
    ['Cores for a run', `${round(countCores(facts).cores)}`],
    ['Memory', describeMemory(facts)],
    ['Node', `${facts.node} (V8 ${facts.v8})`],
    ['System', facts.os],
    ['Virtualisation', facts.virtualization ?? 'none found'],
    ...(facts.instanceType ? [['Instance type', facts.instanceType] satisfies [string, string]] : []),
    ['Limiting the CPUs', whyNotConfine(facts) ?? 'possible (taskset)'],
    ['CPU and wait times', describeTimes(facts)],
  ];
  return rows.map(([label, value]) => ({ label, value }));
}

function describeTimes({ hasProc, node }: HostFacts): string {
  if (hasProc) return 'known (/proc)';
  return tellsThreadTime(node)
    ? 'CPU time known (Node); waiting not: this system has no /proc'
    : 'not known: this system has no /proc, and threads report their CPU time only from Node 22.15';
}

/** Whether this Node has `process.threadCpuUsage`. */
function tellsThreadTime(node: string): boolean {
  const [major = 0, minor = 0] = node.split('.').map(Number);
  return major > 23 || (major === 23 && minor >= 9) || (major === 22 && minor >= 15);
}

function describePhysical(facts: HostFacts): string {
  const { physical } = countCores(
    facts,
    facts.cpus.map((cpu) => cpu.id),
  );
  const sockets = new Set(facts.cpus.map((cpu) => cpu.package)).size;
  const slow = new Set(
    facts.cpus.filter((cpu) => cpu.capacity < 1).map((cpu) => `${cpu.package}/${cpu.core}`),
  ).size;
  const remarks = [
    sockets > 1 ? `${sockets} sockets` : '',
    slow > 0 ? `${slow} of them slower (E-cores)` : '',
  ];
  return [`${physical}`, ...remarks.filter(Boolean)].join(', ');
}

function describeAllowed(facts: HostFacts): string {
  const { physical, logical } = countCores(facts);
  return `${logical} (${formatCpuList(facts.allowed)}) on ${physical} physical ${physical === 1 ? 'core' : 'cores'}`;
}

function describeMemory({ memoryGiB, memoryLimitGiB }: HostFacts): string {
  const limit = memoryLimitGiB === null ? '' : `, limited to ${round(memoryLimitGiB)} GiB`;
  return `${round(memoryGiB)} GiB${limit}`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
