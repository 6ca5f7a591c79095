import { defineLaw } from './law.js';
import type { Model } from './model.js';
import { contention, coreThroughput } from './usl-curve.js';

/** `model` up to the quota, flat beyond it. */
export function withQuota(model: Model, quotaCpus: number): Model {
  return {
    ...model,
    relative: (values, workers) => model.relative(values, Math.min(workers, quotaCpus)),
    peak: (values) => {
      const peak = model.peak?.(values);
      return peak !== undefined && peak.workers < quotaCpus ? peak : undefined;
    },
  };
}

/**
 * Amdahl's law up to the cgroup quota Q, in CPUs, flat beyond it: the kernel's bandwidth control (CFS quota and
 * period, Turner et al., Linux Symposium 2010) stops all workers together once they have used Q CPUs' worth of
 * a period. Assumes that being stopped costs nothing else. Needs `quotaCpus`.
 */
export const quota = defineLaw({
  name: 'quota',
  formula: 'X(N) = γM / (1 + α(M − 1)), M = min(N, Q)',
  parameters: 2,
  model: (workers, { quotaCpus }) =>
    quotaCpus === undefined
      ? undefined
      : withQuota(
          {
            parameters: [{ ...contention(Math.min(workers.at(-1)!, quotaCpus)), upper: 1 }],
            relative: ([alpha], count) => coreThroughput(count, alpha!, 0),
          },
          quotaCpus,
        ),
});
