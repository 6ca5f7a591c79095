import { z } from 'zod';
import { UsageError, unknownName } from './errors.js';

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
      throw new UsageError(notOptions(given, caller, names));
    checkNames(given, `option of ${caller}`, names);
    const own: Record<string, unknown> = Object.create(null);
    for (const name of Object.keys(given)) {
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

/** What Python takes by position: `Pool(4)`, `pool.map(f, items, 10)`. */
const positional = ['workers', 'chunksize', 'timeoutMs'];

function notOptions(given: unknown, caller: string, names: readonly string[]): string {
  const meant = typeof given === 'number' ? names.find((name) => positional.includes(name)) : undefined;
  const example = meant === undefined ? '' : `: { ${meant}: ${given} }`;
  return `The options of ${caller} are ${shown(given)}; they must be an object${example}.`;
}

/** @throws UsageError for an own name that is none of these, with the nearest one; `kind` says what they name. */
export function checkNames(given: object, kind: string, names: readonly string[]): void {
  for (const name of Object.keys(given)) if (!names.includes(name)) throw unknownName(kind, name, names);
}

/** A field for which zod has no rule: `rule` says what it must be. */
export function field<T>(rule: string, isRight: (value: unknown) => boolean): z.ZodType<T | undefined> {
  return z.custom<T>((value) => value === undefined || isRight(value), { error: rule }).optional();
}

export const signalField = field<AbortSignal>(
  'must be an AbortSignal',
  (value) => value instanceof AbortSignal,
);

export const flagField = field<boolean>('must be true or false', (value) => typeof value === 'boolean');

export const textField = field<string>(
  'must be a text that is not empty',
  (value) => typeof value === 'string' && value !== '',
);

/** A list of what `isItem` accepts; `items` names them, with an example. */
export function listField<T>(
  items: string,
  isItem: (item: unknown) => boolean,
): z.ZodType<readonly T[] | undefined> {
  return field(`must be a list of ${items}`, (value) => Array.isArray(value) && value.every(isItem));
}

export const namesField = (example: string) =>
  listField<string>(`texts, such as ${example}`, (item) => typeof item === 'string');

/** A finite number above 0. */
export function positiveField(rule: string, below = Number.POSITIVE_INFINITY): z.ZodType<number | undefined> {
  return field(rule, (value) => typeof value === 'number' && value > 0 && value < below);
}

export function functionField<T>(): z.ZodType<T | undefined> {
  return field('must be a function', (value) => typeof value === 'function');
}

/** A whole number. */
export function wholeField(
  least: number,
  most = Number.MAX_SAFE_INTEGER,
  range = `of at least ${least}`,
): z.ZodType<number | undefined> {
  return field(
    `must be a whole number ${range}`,
    (value) => Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most,
  );
}

/** @throws UsageError for anything but a list of texts. */
export function checkPaths(paths: unknown, caller: string): asserts paths is readonly string[] {
  if (Array.isArray(paths) && paths.every((path) => typeof path === 'string')) return;
  const list = typeof paths === 'string' ? `['${paths}']` : "['reports/latest']";
  throw new UsageError(
    `The records of ${caller} are ${shown(paths)}; they must be a list of paths, such as ${list}.`,
  );
}

/** A value as a message names it. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return `"${value}"`;
  if (typeof value === 'function') return value.name === '' ? 'a function' : `the function ${value.name}`;
  if (value instanceof Promise) return 'a promise';
  if (typeof value !== 'object' || value === null) return String(value);
  return Array.isArray(value) ? 'a list' : 'an object';
}
