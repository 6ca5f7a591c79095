import { type PerformanceEntry, PerformanceObserver } from 'node:perf_hooks';
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { isMainThread } from 'node:worker_threads';
import { residentMemory } from './resident-memory.js';
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
      ...(times?.waitNs !== undefined && { waitMs: times.waitNs / 1e6 }),
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
  if (isMainThread) return residentMemory().peakMiB;
  const heap = getHeapStatistics();
  return (heap.total_physical_size + heap.external_memory + heap.malloced_memory) / 2 ** 20;
}

/** Growth below this is not worth a collection, which takes some ms and more with a large heap. */
const WORTH_A_COLLECTION_MIB = 4;

/**
 * Reads what the calling isolate has in use, MiB, garbage included. With `live`, and where that is clearly more than
 * at the last reading, garbage is collected first: what was held then, it held at most, so the difference is growth.
 */
function heldMemoryReader(): (live: boolean) => number {
  let last: number | undefined;
  return (live) => {
    let held = heldMiB();
    if (live && last !== undefined && held - last > WORTH_A_COLLECTION_MIB) {
      collectGarbage();
      held = heldMiB();
    }
    last = held;
    return held;
  };
}

function heldMiB(): number {
  const { used_heap_size, external_memory } = getHeapStatistics();
  return (used_heap_size + external_memory) / 2 ** 20;
}

let collect: (() => void) | undefined;

/** A global `gc` appears in contexts that are made after the flag was set, and in no other. */
function collectGarbage(): void {
  if (!collect) {
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as () => void;
    setFlagsFromString('--no-expose-gc');
  }
  // Buffers of the first are given back beside it: the second waits for that.
  collect();
  collect();
}
