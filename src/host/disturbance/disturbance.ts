import { monotonicMs } from '../../simulation/index.js';
import { cgroupFolders, readThrottledMs } from '../cgroup.js';
import type { HostFacts } from '../facts.js';
import { type HostFiles, realFiles } from '../files.js';
import { type CpuTimes, readCpuTimes, readSwapPages } from './counters.js';
import { cpuBetween, type ProcessTree, readProcessTree, switchesBetween } from './process-tree.js';

/** What else the machine did while we measured; null where it does not tell. */
export interface Disturbance {
  /** CPUs' worth of work that processes other than ours did on the allowed CPUs; noise may take it below 0. */
  foreignCpu: number | null;
  /** CPUs' worth of work that our own processes did, their helper threads included; null where not known. */
  ownCpu?: number | null;
  /** Share of the allowed CPUs' time that the hypervisor took. */
  stealShare: number | null;
  /** Time that a cgroup's quota held work back, summed over CPUs. */
  throttledMs: number | null;
  swapPages: number | null;
  /** Involuntary context switches: all threads of this process, the main thread of every other one of ours. */
  switches: number | null;
  /** Mean clock of the allowed CPUs; absent where the system does not tell. */
  frequencyMhz?: { start: number; end: number };
  /** Time that the work was held back while others computed: no part of the figures beside it. */
  pausedMs?: number;
}

/** What passed while the work was held back, ms; of idle, steal and own time summed over the allowed CPUs. */
export interface HeldBack {
  wallMs: number;
  idleMs: number;
  stealMs: number;
  ownMs: number;
}

export interface DisturbanceMeter {
  start(): void;
  /** Since the last `start`, less what passed meanwhile while the work was held back. */
  stop(heldBack?: HeldBack): Disturbance;
}

/** What the meter reads; tests invent it. */
export interface MeterSources {
  readonly files: HostFiles;
  /** ms, monotonic. */
  now(): number;
  readonly pid: number;
  /** Involuntary context switches of this process, all threads. */
  switches(): number;
}

interface Reading {
  readonly tree: ProcessTree;
  readonly atMs: number;
  readonly cpu: CpuTimes | undefined;
  readonly swapPages: number | undefined;
  readonly throttledMs: number | null;
  readonly switches: number;
}

const realSources: MeterSources = {
  files: realFiles,
  now: monotonicMs,
  pid: process.pid,
  switches: () => process.resourceUsage().involuntaryContextSwitches,
};

const unknown: Disturbance = {
  foreignCpu: null,
  stealShare: null,
  throttledMs: null,
  swapPages: null,
  switches: null,
};

/**
 * Meters what is not ours: everything outside the process `rootPid` and its descendants. A reading takes about
 * 40 µs a thread of the tree.
 *
 * Foreign load is what the allowed CPUs did (wall time less idle and steal) less what our threads' counters say.
 * Of the ways to take that difference this is the least noisy one: in 24 windows of 0.5 s on 2 CPUs (HZ=250),
 * against the CPU accounting of the root cgroup, its standard error was 0.002 to 0.010 CPU with workers that
 * compute or sleep by turns; with busy ticks of /proc/stat in place of idle time (they sample, idle time is
 * measured) 0.009 to 0.021, with process ticks in place of the threads' counters 0.008 to 0.015, with both
 * 0.011 to 0.022. The gate it feeds is at 0.05.
 */
export function disturbanceMeter(
  facts: HostFacts,
  rootPid: number,
  sources: MeterSources = realSources,
): DisturbanceMeter {
  if (!facts.hasProc) return { start: () => {}, stop: () => unknown };
  const folders = cgroupFolders(sources.files, 'cpu');
  const read = () => readNow(facts, rootPid, folders, sources);
  const readMhz = () => readFrequencyMhz(sources.files, facts.allowed);
  let startMhz = readMhz();
  let before = read();
  return {
    start: () => {
      startMhz = readMhz();
      before = read();
    },
    stop: (heldBack) => {
      const disturbance = compare(before, read(), facts.allowed.length, sources.pid, heldBack);
      const endMhz = readMhz();
      if (startMhz === undefined || endMhz === undefined) return disturbance;
      return { ...disturbance, frequencyMhz: { start: startMhz, end: endMhz } };
    },
  };
}

function readNow(
  facts: HostFacts,
  rootPid: number,
  folders: readonly string[],
  { files, now, switches }: MeterSources,
): Reading {
  return {
    throttledMs: readThrottledMs(files, folders),
    swapPages: readSwapPages(files),
    switches: switches(),
    tree: readProcessTree(files, rootPid),
    atMs: now(),
    cpu: readCpuTimes(files, facts.allowed),
  };
}

const NOTHING: HeldBack = { wallMs: 0, idleMs: 0, stealMs: 0, ownMs: 0 };

function compare(
  before: Reading,
  after: Reading,
  cpus: number,
  pid: number,
  heldBack = NOTHING,
): Disturbance {
  const wallMs = after.atMs - before.atMs - heldBack.wallMs;
  const machine = machineBetween(before.cpu, after.cpu, wallMs * cpus, heldBack);
  const ownMs = cpuBetween(before.tree, after.tree) - heldBack.ownMs;
  return {
    ...(heldBack.wallMs > 0 && { pausedMs: heldBack.wallMs }),
    foreignCpu: machine && after.tree.size > 0 ? (machine.busyMs - ownMs) / wallMs : null,
    ownCpu: after.tree.size > 0 ? ownMs / wallMs : null,
    stealShare: machine && beyondOneTick(machine.stealMs) / (wallMs * cpus),
    throttledMs: difference(before.throttledMs, after.throttledMs),
    swapPages: difference(before.swapPages, after.swapPages),
    switches: after.switches - before.switches + switchesBetween(before.tree, after.tree, pid),
  };
}

/** null where the counters stand still, as in sandboxes that only pretend to have them. */
function machineBetween(
  before: CpuTimes | undefined,
  after: CpuTimes | undefined,
  capacityMs: number,
  heldBack: HeldBack,
) {
  if (!before || !after || after.totalMs === before.totalMs) return null;
  const stealMs = after.stealMs - before.stealMs - heldBack.stealMs;
  const idleMs = after.idleMs - before.idleMs - heldBack.idleMs;
  return { stealMs, busyMs: capacityMs - idleMs - stealMs };
}

/** The resolution of /proc/stat. A single tick may be a thousandth of one: alone it says nothing. */
const TICK_MS = 10;

function beyondOneTick(ms: number): number {
  return ms > TICK_MS ? ms : 0;
}

function difference(before: number | null | undefined, after: number | null | undefined): number | null {
  return typeof before === 'number' && typeof after === 'number' ? after - before : null;
}

/** Each file costs the kernel a look at another CPU, and these few are as good as all. */
const MOST_CPUS = 8;

/**
 * Mean clock of these CPUs now, MHz: the governor's, else that of /proc/cpuinfo, which in a virtual machine is a
 * nominal one. Undefined where the system does not tell.
 */
export function readFrequencyMhz(files: HostFiles, cpus: readonly number[]): number | undefined {
  const some = cpus.slice(0, MOST_CPUS);
  const known = some.map((id) => Number(files.read(pathOf(id))) / 1000).filter((mhz) => mhz > 0);
  const mhz = known.length > 0 ? known : fromCpuinfo(files, new Set(some));
  return mhz.length === 0 ? undefined : mhz.reduce((sum, each) => sum + each, 0) / mhz.length;
}

const pathOf = (id: number) => `/sys/devices/system/cpu/cpu${id}/cpufreq/scaling_cur_freq`;

function fromCpuinfo(files: HostFiles, ids: ReadonlySet<number>): number[] {
  const blocks = (files.read('/proc/cpuinfo') ?? '').split('\n\n');
  return blocks.flatMap((block) => {
    const id = /^processor\s*:\s*(\d+)/m.exec(block)?.[1];
    const mhz = Number(/^cpu MHz\s*:\s*([\d.]+)/m.exec(block)?.[1]);
    return id !== undefined && ids.has(Number(id)) && mhz > 0 ? [mhz] : [];
  });
}
