import { getHeapStatistics } from 'node:v8';
import { isMainThread } from 'node:worker_threads';
import { currentCpu, openThreadCounters } from './thread-counters.js';

export interface OwnUsage {
  cpuMs: number;
  waitMs?: number;
  cpu?: number;
  peakMemoryMiB: number;
}

/** Reads what the calling worker used since it started. */
export function usageReader(): () => OwnUsage {
  const readCounters = openThreadCounters();
  return () => {
    const times = readCounters?.();
    const cpu = currentCpu();
    return {
      cpuMs: times ? times.cpuNs / 1e6 : processCpuMs(),
      ...(times && { waitMs: times.waitNs / 1e6 }),
      ...(cpu !== undefined && { cpu }),
      peakMemoryMiB: peakMemoryMiB(),
    };
  };
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
