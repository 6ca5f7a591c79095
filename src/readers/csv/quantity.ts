import { type DecimalSign, numberIn, splitNumber } from '../notation.js';
import { multiplierOf } from '../units.js';

/** What a cell holds: `1.9 s`, `51.2 events/s`; the unit is empty where there is none. */
interface Quantity {
  amount: number;
  unit: string;
}

/** Of a number with its unit, in characters. */
const LONGEST = 200;

/** `1.9 s`, `1 234,5`, `1.2k`, `0m1.9s`, `1:02.5`; undefined for what is no quantity. */
export function quantityIn(text: string, sign: DecimalSign): Quantity | undefined {
  if (text.length > LONGEST) return undefined;
  const seconds = durationIn(text.trim());
  if (seconds !== undefined) return { amount: seconds, unit: 's' };
  const parts = splitNumber(text);
  if (parts === undefined) return undefined;
  const amount = numberIn(parts.number, sign);
  if (Number.isNaN(amount)) return undefined;
  const multiplier = multiplierOf(parts.unit);
  return multiplier === undefined
    ? { amount, unit: parts.unit }
    : { amount: Number((amount * multiplier).toPrecision(15)), unit: '' };
}

/** Seconds in `1m2.5s`, as shells write it, and in `1:02.5`, as GNU time does; undefined for anything else. */
function durationIn(text: string): number | undefined {
  const spelled = /^(?:(\d+)\s*h)?\s*(?:(\d+)\s*m)\s*(?:(\d+(?:[.,]\d+)?)\s*s)?$/.exec(text);
  const clock = /^(?:(\d+):)?(\d+):([0-5]?\d(?:[.,]\d+)?)$/.exec(text);
  const found = spelled ?? clock;
  if (found === null) return undefined;
  const [, hours = '0', minutes = '0', seconds = '0'] = found;
  return 3600 * Number(hours) + 60 * Number(minutes) + Number(seconds.replace(',', '.'));
}
