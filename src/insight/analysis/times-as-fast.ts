import type { Interval } from '../../stats/index.js';

/** An interval whose end is so many times its start says nothing that one would act on. */
const TOO_WIDE = 50;

export function isTooWide({ low, high }: Pick<Interval, 'low' | 'high'>): boolean {
  return high > TOO_WIDE * low;
}

/** The ends of an interval that decides nothing, no finer than it is wide: `0.4 to 4.6`, `0.88 to 1.20`. */
export function timesAsFast(interval: Pick<Interval, 'low' | 'high'>, between = ' to '): string {
  const { low, high } = interval;
  const digits = high - low < 1 ? 2 : 1;
  return `${low.toFixed(low < 0.1 ? 2 : digits)}${between}${high.toFixed(digits)}`;
}
