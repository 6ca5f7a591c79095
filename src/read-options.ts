import { UsageError, unknownName } from './errors.js';

/** What an option must be. No schema library: it would be most of what loads with the pool. */
export interface Field<T> {
  /** Goes on after "it": `must be …`. */
  readonly rule: string;
  readonly isRight: (value: unknown) => value is T;
}

type Fields = Readonly<Record<string, Field<unknown>>>;

/**
 * A function that checks options and returns those that are there, in an object that inherits nothing. It reads own
 * properties only: what a polluted prototype adds is no option.
 */
export function optionsReader<T extends object>(fields: Fields): (given: T, caller: string) => T {
  const known = new Map(Object.entries(fields));
  const names = [...known.keys()];
  return (given, caller) => {
    if (!isObject(given)) throw new UsageError(notOptions(given, caller, names));
    const own: Record<string, unknown> = Object.create(null);
    const keys = Object.keys(given);
    for (const name of keys) if (!known.has(name)) throw unknownName(`option of ${caller}`, name, names);
    for (const name of keys) {
      const value = (given as Record<string, unknown>)[name];
      if (value === undefined) continue;
      const { rule, isRight } = known.get(name)!;
      if (!isRight(value)) throw new UsageError(`\`${name}\` is ${shown(value)}; it ${rule}.`);
      own[name] = value;
    }
    return own as T;
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

/** `rule` says what it must be, `isRight` whether a value is. */
export function field<T>(rule: string, isRight: (value: unknown) => boolean): Field<T> {
  return { rule, isRight: isRight as Field<T>['isRight'] };
}

/** Neither null nor a list. */
export const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const signalField = field<AbortSignal>(
  'must be an AbortSignal',
  (value) => value instanceof AbortSignal,
);

export const flagField = field<boolean>('must be true or false', (value) => typeof value === 'boolean');

export const textField = field<string>(
  'must be a string that is not empty',
  (value) => typeof value === 'string' && value !== '',
);

/** A list of what `isItem` accepts; `items` names them, with an example. */
export function listField<T>(items: string, isItem: (item: unknown) => boolean): Field<readonly T[]> {
  return field(`must be a list of ${items}`, (value) => Array.isArray(value) && value.every(isItem));
}

export const namesField = (example: string) =>
  listField<string>(`strings, such as ${example}`, (item) => typeof item === 'string');

/** A finite number above 0. */
export function positiveField(rule: string, below = Number.POSITIVE_INFINITY): Field<number> {
  return field(rule, (value) => typeof value === 'number' && value > 0 && value < below);
}

export function functionField<T>(): Field<T> {
  return field('must be a function', (value) => typeof value === 'function');
}

/** A whole number. */
export function wholeField(
  least: number,
  most = Number.MAX_SAFE_INTEGER,
  range = `of at least ${least}`,
): Field<number> {
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
