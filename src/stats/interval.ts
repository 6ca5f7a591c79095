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

export function exactly(value: number): Interval {
  return { value, low: value, high: value };
}

/** The product of two independent positive figures: their relative errors add as squares, on a log scale. */
export function productOf(a: Interval, b: Interval): Interval {
  const value = a.value * b.value;
  const below = Math.hypot(Math.log(a.value / a.low), Math.log(b.value / b.low));
  const above = Math.hypot(Math.log(a.high / a.value), Math.log(b.high / b.value));
  return { value, low: value * Math.exp(-below), high: value * Math.exp(above) };
}

/** Half of its width on the log scale: of a ratio, how far its logarithm may be off. */
export function logHalfWidth({ low, high }: Pick<Interval, 'low' | 'high'>): number {
  return Math.log(high / low) / 2;
}

export function dividedBy({ value, low, high }: Interval, divisor: number): Interval {
  return { value: value / divisor, low: low / divisor, high: high / divisor };
}

export function scaledBy({ value, low, high }: Interval, factor: number): Interval {
  return { value: value * factor, low: low * factor, high: high * factor };
}

/** 1 ÷ the figure. */
export function inverseOf({ value, low, high }: Interval): Interval {
  return { value: 1 / value, low: 1 / high, high: 1 / low };
}
