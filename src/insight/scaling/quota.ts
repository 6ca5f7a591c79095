import type { Model } from './model.js';

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
