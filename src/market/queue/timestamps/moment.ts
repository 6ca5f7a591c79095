import { z } from 'zod';
import { UsageError } from '../../../errors.js';

/** What a file says of an arrival, and where it says so. */
export interface Said {
  value: unknown;
  /** `FILE:LINE`. */
  place: string;
}

const dateTime = z.iso.datetime({ offset: true });

/** How each name of a column or field is read, to ms. */
const readings = {
  timestampMs: (value: unknown) => asNumber(value),
  timestampSeconds: (value: unknown) => 1000 * asNumber(value),
  timestamp: (value: unknown) => asDateTime(value),
};

export type TimestampName = keyof typeof readings;
export const timestampNames = Object.keys(readings) as TimestampName[];

const wanted = {
  timestampMs: 'a number of milliseconds',
  timestampSeconds: 'a number of seconds',
  timestamp: 'a date and time with its zone such as 2026-03-01T12:00:00.250Z',
};

/** @throws UsageError where the value is not what its name says. */
export function namedMoment(name: TimestampName, { value, place }: Said): number {
  const ms = readings[name](value);
  if (Number.isFinite(ms)) return ms;
  throw new UsageError(`${place}: ${name} is ${JSON.stringify(value)}; expected ${wanted[name]}.`);
}

/** Of a value without a name: a number is ms. @throws UsageError */
export function bareMoment({ value, place }: Said): number {
  const ms = [asNumber(value), asDateTime(value)].find(Number.isFinite);
  if (ms !== undefined) return ms;
  throw new UsageError(
    `${place}: ${JSON.stringify(value)} is no arrival; expected ${wanted.timestampMs}, or ${wanted.timestamp}.`,
  );
}

function asNumber(value: unknown): number {
  const isText = typeof value === 'string' && value.trim() !== '';
  return typeof value === 'number' || isText ? Number(value) : Number.NaN;
}

function asDateTime(value: unknown): number {
  const parsed = dateTime.safeParse(value);
  return parsed.success ? Date.parse(parsed.data) : Number.NaN;
}
