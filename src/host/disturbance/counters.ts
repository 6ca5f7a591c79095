import type { HostFiles } from '../files.js';
import { TICK_MS } from './process-tree.js';

/** What some CPUs did since boot, in ms, summed over them. */
export interface CpuTimes {
  /** Idle, and idle with I/O outstanding. */
  readonly idleMs: number;
  /** Taken by the hypervisor for others. */
  readonly stealMs: number;
  /** Everything: these, and all work. */
  readonly totalMs: number;
}

/** Times of these CPUs from /proc/stat; undefined where it does not list them. */
export function readCpuTimes(files: HostFiles, cpus: readonly number[]): CpuTimes | undefined {
  const lines = (files.read('/proc/stat') ?? '').split('\n').filter((line) => line.startsWith('cpu'));
  const wanted = new Set(cpus.map((id) => `cpu${id}`));
  const found = lines.filter((line) => wanted.has(nameOf(line)));
  if (found.length === 0 || found.length < wanted.size) return undefined;
  // Each line's times are cut to ticks, so one line of all CPUs is finer than the sum of many.
  const isAll = found.length === lines.length - 1;
  return isAll ? timesOf([lines[0]!]) : timesOf(found);
}

/** Pages swapped in and out since boot; undefined where not told. */
export function readSwapPages(files: HostFiles): number | undefined {
  const counts = [...(files.read('/proc/vmstat') ?? '').matchAll(/^pswp(?:in|out) (\d+)$/gm)];
  return counts.length === 0 ? undefined : counts.reduce((sum, match) => sum + Number(match[1]), 0);
}

function nameOf(line: string): string {
  return line.slice(0, line.indexOf(' '));
}

/** `cpu0 user nice system idle iowait irq softirq steal guest guest_nice`; user and nice hold the guests' time. */
function timesOf(lines: readonly string[]): CpuTimes {
  const columns = lines.map((line) => line.split(/\s+/).slice(1, 9).map(Number));
  const sum = (indexes: readonly number[]) =>
    TICK_MS *
    columns.flatMap((column) => indexes.map((index) => column[index] ?? 0)).reduce((a, b) => a + b, 0);
  return { idleMs: sum([3, 4]), stealMs: sum([7]), totalMs: sum([0, 1, 2, 3, 4, 5, 6, 7]) };
}
