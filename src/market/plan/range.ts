import type { Interval } from '../../stats/index.js';

export function exactly(value: number): Interval {
  return { value, low: value, high: value };
}

/** The product of two independent positive figures: their relative errors add as squares, on a log scale. */
export function product(a: Interval, b: Interval): Interval {
  const value = a.value * b.value;
  const below = Math.hypot(Math.log(a.value / a.low), Math.log(b.value / b.low));
  const above = Math.hypot(Math.log(a.high / a.value), Math.log(b.high / b.value));
  return { value, low: value * Math.exp(-below), high: value * Math.exp(above) };
}

export function times({ value, low, high }: Interval, factor: number): Interval {
  return { value: value * factor, low: low * factor, high: high * factor };
}

/** 1 ÷ the figure. */
export function inverse({ value, low, high }: Interval): Interval {
  return { value: 1 / value, low: 1 / high, high: 1 / low };
}
