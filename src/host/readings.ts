import { freemem, loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { disturbanceMeter } from './disturbance/disturbance.js';
import { readProcessTree, TICK_MS } from './disturbance/process-tree.js';
import type { HostFacts } from './facts.js';
import { type HostFiles, realFiles } from './files.js';

export interface BusyProcess {
  readonly pid: number;
  readonly name: string;
  /** CPUs' worth of time that it took. */
  readonly cpu: number;
}

/** The state of a machine, as far as it changes: what the checklist judges. null where the system does not tell. */
export interface Readings {
  /** Different governors of the allowed CPUs. */
  readonly governors: readonly string[] | null;
  readonly turbo: boolean | null;
  readonly swapUsedMiB: number | null;
  readonly memoryAvailableGiB: number | null;
  /** Over the last minute; what runs or waits to run, ours included. */
  readonly loadAverage: number | null;
  /** CPUs' worth of work that others did on the allowed CPUs. */
  readonly foreignCpu: number | null;
  /** Other processes that computed meanwhile, the busiest first. */
  readonly busy: readonly BusyProcess[];
  readonly stealShare: number | null;
  readonly clockSource: string | null;
  /** Node's own options, those of NODE_OPTIONS included. */
  readonly nodeOptions: readonly string[];
}

/** Reads the state of this machine; takes `windowMs` to see what else computes. */
export async function readReadings(facts: HostFacts, windowMs = 1000): Promise<Readings> {
  const meter = disturbanceMeter(facts, process.pid);
  const before = readProcesses(realFiles);
  meter.start();
  await sleep(windowMs);
  const { foreignCpu, stealShare } = meter.stop();
  const ours = new Set([...readProcessTree(realFiles, process.pid).values()].map(({ pid }) => pid));
  const busy = busyBetween(before, readProcesses(realFiles), windowMs, ours);
  return { ...readStatic(realFiles, facts), foreignCpu, stealShare, busy };
}

/** What does not need a window of time. */
export function readStatic(
  files: HostFiles,
  facts: Pick<HostFacts, 'allowed' | 'hasProc'>,
): Omit<Readings, 'foreignCpu' | 'stealShare' | 'busy'> {
  const memory = readMemory(files);
  return {
    governors: readGovernors(files, facts.allowed),
    turbo: readTurbo(files),
    swapUsedMiB: memory && (memory.SwapTotal! - memory.SwapFree!) / 1024,
    memoryAvailableGiB: memory ? memory.MemAvailable! / 2 ** 20 : freemem() / 2 ** 30,
    loadAverage: facts.hasProc || process.platform === 'darwin' ? loadavg()[0]! : null,
    clockSource:
      files.read('/sys/devices/system/clocksource/clocksource0/current_clocksource')?.trim() ?? null,
    nodeOptions: [...process.execArgv, ...(process.env.NODE_OPTIONS ?? '').split(/\s+/).filter(Boolean)],
  };
}

function readGovernors(files: HostFiles, cpus: readonly number[]): string[] | null {
  const path = (id: number) => `/sys/devices/system/cpu/cpu${id}/cpufreq/scaling_governor`;
  const names = cpus.map((id) => files.read(path(id))?.trim()).filter((name) => name !== undefined);
  return names.length === 0 ? null : [...new Set(names)];
}

/** Intel's own driver says whether turbo is off, all others whether boost is on. */
function readTurbo(files: HostFiles): boolean | null {
  const off = files.read('/sys/devices/system/cpu/intel_pstate/no_turbo')?.trim();
  if (off !== undefined) return off === '0';
  const boost = files.read('/sys/devices/system/cpu/cpufreq/boost')?.trim();
  return boost === undefined ? null : boost === '1';
}

/** KiB by name. */
function readMemory(files: HostFiles): Record<string, number> | null {
  const text = files.read('/proc/meminfo') ?? '';
  const found = Object.fromEntries(
    [...text.matchAll(/^(\w+):\s+(\d+) kB$/gm)].map(([, name, kib]) => [name!, Number(kib)]),
  );
  return ['MemAvailable', 'SwapTotal', 'SwapFree'].every((name) => name in found) ? found : null;
}

interface Process {
  readonly name: string;
  readonly cpuMs: number;
}

/** Every process by pid and start time, since a pid may be used again. */
export function readProcesses(files: HostFiles): Map<string, Process> {
  const processes = new Map<string, Process>();
  for (const pid of files.list('/proc').filter((name) => /^\d+$/.test(name))) {
    const text = files.read(`/proc/${pid}/stat`);
    if (text === undefined) continue;
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const name = text.slice(text.indexOf('(') + 1, text.lastIndexOf(')'));
    processes.set(`${pid}@${fields[19]}`, {
      name,
      cpuMs: (Number(fields[11]) + Number(fields[12])) * TICK_MS,
    });
  }
  return processes;
}

/** Below this it is a tick or two: too little to name. */
const LEAST_CPU = 0.03;

/** Processes that computed between two readings, without those of `ours`; the busiest first. */
export function busyBetween(
  before: ReadonlyMap<string, Process>,
  after: ReadonlyMap<string, Process>,
  windowMs: number,
  ours: ReadonlySet<number>,
): BusyProcess[] {
  return [...after]
    .map(([key, { name, cpuMs }]) => ({
      pid: Number(key.split('@')[0]),
      name,
      cpu: (cpuMs - (before.get(key)?.cpuMs ?? 0)) / windowMs,
    }))
    .filter(({ pid, cpu }) => cpu >= LEAST_CPU && !ours.has(pid))
    .sort((a, b) => b.cpu - a.cpu);
}
