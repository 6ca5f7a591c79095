import { priors } from '../priors.js';
import type { Model, ModelParameter } from './model.js';

export interface Threads {
  /** Physical cores, where the curve bends. */
  physical: number;
  /** Logical CPUs, where it ends. */
  logical: number;
}

/** What a physical core gains from all its threads. `threads` a core. */
function smtYield(threads: number): ModelParameter {
  const { middle, deviation } = priors.yield;
  return {
    name: 'yield',
    lower: 0.01,
    upper: 1.5 * threads,
    unit: 1,
    starts: [1, middle, threads],
    prior: { mean: middle, deviation },
    comesFirst: true,
  };
}

/**
 * The law of `core` up to the physical cores, then a straight line to yield times that at the logical ones.
 * More workers than logical CPUs mean a machine of the same kind that has as many, and physical cores to match.
 */
export function throughputWithThreads(
  core: (workers: number) => number,
  yieldOfCore: number,
  { physical, logical }: Threads,
  workers: number,
): number {
  if (workers <= physical) return core(workers);
  if (workers >= logical) return core((workers * physical) / logical) * yieldOfCore;
  return core(physical) * (1 + ((yieldOfCore - 1) * (workers - physical)) / (logical - physical));
}

/** `core` with the yield as its last parameter. */
export function withThreads(core: Model, threads: Threads): Model {
  const last = core.parameters.length;
  return {
    parameters: [...core.parameters, smtYield(threads.logical / threads.physical)],
    relative: (values, workers) =>
      throughputWithThreads((count) => core.relative(values, count), values[last]!, threads, workers),
    peak: (values) => {
      const peak = core.peak?.(values);
      if (peak !== undefined && peak.workers < threads.physical) return peak;
      return values[last]! < 1 ? { workers: threads.physical, because: 'yield', neutral: 1 } : undefined;
    },
  };
}
