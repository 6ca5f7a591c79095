import type { Interval } from '../../stats/index.js';

/** The interval that holds all of these, which are not empty, with a value of its own. */
export function enclosing(intervals: readonly Interval[], value: number): Interval {
  return {
    value,
    low: Math.min(...intervals.map(({ low }) => low)),
    high: Math.max(...intervals.map(({ high }) => high)),
  };
}
