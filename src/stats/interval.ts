/** A value with its 95 % interval; low ≤ value ≤ high. */
export interface Interval {
  value: number;
  low: number;
  high: number;
}
