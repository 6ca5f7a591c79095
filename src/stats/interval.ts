/** A value with its 95 % interval; low ≤ value ≤ high. */
export interface Interval {
  value: number;
  low: number;
  high: number;
}

/** The whole interval lies above the bound; what has none does not. */
export function liesAbove(interval: Interval | null, bound: number): interval is Interval {
  return interval !== null && interval.low > bound;
}

/** The whole interval lies below the bound; what has none does not. */
export function liesBelow(interval: Interval | null, bound: number): interval is Interval {
  return interval !== null && interval.high < bound;
}
