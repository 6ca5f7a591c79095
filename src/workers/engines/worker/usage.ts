import { type PerformanceEntry, PerformanceObserver } from 'node:perf_hooks';
import { getHeapStatistics } from 'node:v8';
import { isMainThread } from 'node:worker_threads';
import { heldMemoryReader } from './held-memory.js';
import { currentCpu, openThreadCounters } from './thread-counters.js';

export interface OwnUsage {
  cpuMs: number;
  waitMs?: number;
  cpu?: number;
  pinned?: number;
  gcMs: number;
  peakMemoryMiB: number;
  heldMiB: number;
}

/** Reads what the calling worker used since it started; `pinned`: the CPU it stays on, if any. */
export function usageReader(pinned?: number): (live?: boolean) => OwnUsage {
  const readCounters = openThreadCounters();
  const readGcMs = gcMeter();
  const readHeldMiB = heldMemoryReader();
  return (live = false) => {
    const times = readCounters?.();
    const cpu = currentCpu();
    return {
      cpuMs: times ? times.cpuNs / 1e6 : processCpuMs(),
      ...(times && { waitMs: times.waitNs / 1e6 }),
      ...(cpu !== undefined && { cpu }),
      ...(pinned !== undefined && { pinned }),
      gcMs: readGcMs(),
      peakMemoryMiB: peakMemoryMiB(),
      // Last: a collection is no part of what the worker used.
      heldMiB: readHeldMiB(live),
    };
  };
}

let collections: { observer: PerformanceObserver; totalMs: number } | undefined;

/** The calling isolate's garbage collections from now on. What its helper threads do meanwhile is not in it. */
function gcMeter(): () => number {
  const from = gcMs();
  return () => gcMs() - from;
}

/** By one observer an isolate, which sessions on the caller's thread share. */
function gcMs(): number {
  const ours = collections ?? observeCollections();
  ours.totalMs += durationOf(ours.observer.takeRecords());
  return ours.totalMs;
}

function observeCollections(): NonNullable<typeof collections> {
  const observer = new PerformanceObserver((list) => {
    ours.totalMs += durationOf(list.getEntries());
  });
  const ours = { observer, totalMs: 0 };
  observer.observe({ entryTypes: ['gc'] });
  collections = ours;
  return ours;
}

function durationOf(entries: readonly PerformanceEntry[]): number {
  return entries.reduce((total, { duration }) => total + duration, 0);
}

function processCpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e3;
}

/** A process's peak resident set; of a thread, whose memory is not told apart, its isolate's heap as it is now. */
function peakMemoryMiB(): number {
  if (isMainThread) return process.resourceUsage().maxRSS / 1024;
  const heap = getHeapStatistics();
  return (heap.total_physical_size + heap.external_memory + heap.malloced_memory) / 2 ** 20;
}
