import { type Engine, openThreadCounters } from '../../workers/engines/index.js';
import type { Pass, PassSettings } from './pass.js';

/**
 * Reads the CPU time of the calling thread, where it only feeds workers: it takes its turns on the CPUs that they
 * compute on, so what they wait meanwhile is the price of feeding them.
 */
export function mainCpuFor({ placement }: Engine): Pick<PassSettings, 'mainCpuMs'> {
  const read = placement === 'workers' ? openThreadCounters() : undefined;
  return read ? { mainCpuMs: () => read().cpuNs / 1e6 } : {};
}

/** Summed over the passes; nothing where it is not known. */
export function mainCpuOf(passes: readonly Pass[]): { mainCpuMs?: number } {
  if (passes.some(({ mainCpuMs }) => mainCpuMs === undefined)) return {};
  return { mainCpuMs: passes.reduce((sum, { mainCpuMs }) => sum + mainCpuMs!, 0) };
}
