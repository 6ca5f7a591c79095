import type { Model } from './model.js';

/** (1 − exp(−sN)) ÷ s, which is N for s = 0. */
export function saturation(largest: number): Model {
  return {
    parameters: [
      {
        name: 'saturation',
        lower: 0,
        upper: Number.POSITIVE_INFINITY,
        unit: 1 / largest,
        starts: [0.1, 1, 5],
      },
    ],
    relative: ([rate], workers) => (rate! * workers < 1e-9 ? workers : -Math.expm1(-rate! * workers) / rate!),
  };
}
