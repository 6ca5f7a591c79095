import { z } from 'zod';
import { UsageError, unknownName } from '../errors.js';

type Fields = Readonly<Record<string, z.ZodType>>;

/**
 * A function that checks options and returns those that are there, in an object that inherits nothing. It reads own
 * properties only: what a polluted prototype adds is no option. Made once, since making it costs more than using it.
 */
export function optionsReader<T extends object>(fields: Fields): (given: T, caller: string) => T {
  const schema = z.object(fields);
  const names = Object.keys(fields);
  return (given, caller) => {
    if (typeof given !== 'object' || given === null || Array.isArray(given))
      throw new UsageError(`The options of ${caller} are ${shown(given)}; they must be an object.`);
    const own: Record<string, unknown> = Object.create(null);
    for (const name of Object.keys(given)) {
      if (!Object.hasOwn(fields, name)) throw unknownName(`option of ${caller}`, name, names);
      const value = (given as Record<string, unknown>)[name];
      if (value !== undefined) own[name] = value;
    }
    const result = schema.safeParse(own);
    if (result.success) return own as T;
    const { path, message } = result.error.issues[0]!;
    const name = String(path[0]);
    throw new UsageError(`\`${name}\` is ${shown(own[name])}; it ${message}.`);
  };
}

/** A field for which zod has no rule: `rule` says what it must be. */
export function field<T>(rule: string, isRight: (value: unknown) => boolean): z.ZodType<T | undefined> {
  return z.custom<T>((value) => value === undefined || isRight(value), { error: rule }).optional();
}

export const signalField = field<AbortSignal>(
  'must be an AbortSignal',
  (value) => value instanceof AbortSignal,
);

/** A whole number. */
export function wholeField(
  least: number,
  most = Number.MAX_SAFE_INTEGER,
  range = `from ${least} on`,
): z.ZodType<number | undefined> {
  return field(
    `must be a whole number ${range}`,
    (value) => Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most,
  );
}

/** A value as a message names it. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return `"${value}"`;
  if (typeof value === 'function') return 'a function';
  if (typeof value !== 'object' || value === null) return String(value);
  return Array.isArray(value) ? 'a list' : 'an object';
}
