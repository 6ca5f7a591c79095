import { propertyStep } from '../protocol/uncarried.js';

/** Deeper values are refused: they would end in an overflow of the stack, there or here. */
const DEEPEST = 1_000;

/**
 * The line that carries a task, without its end.
 *
 * @throws TypeError that names the part of the task which JSON would drop or change, and what it is.
 */
export function taskLine(task: unknown): string {
  const uncarried = findUncarried(task, 'task', []);
  if (uncarried === undefined) return JSON.stringify({ task });
  const { place, what } = uncarried;
  throw new TypeError(`JSON cannot carry ${place === 'task' ? what : `${place}, which is ${what}`}`);
}

interface Uncarried {
  place: string;
  what: string;
}

/** Getters may throw: then so does this. */
function findUncarried(value: unknown, place: string, above: object[]): Uncarried | undefined {
  const what = whatJsonChanges(value);
  if (what !== undefined) return { place, what };
  if (typeof value !== 'object' || value === null) return undefined;
  if (above.includes(value)) return { place, what: 'a circle: it leads back to itself' };
  if (above.length === DEEPEST) return { place, what: `nested more than ${DEEPEST} deep` };
  above.push(value);
  const isArray = Array.isArray(value);
  // Of an array the places, also those that hold nothing.
  const keys = isArray ? value.keys() : Object.keys(value);
  for (const key of keys) {
    const part = (value as Record<string | number, unknown>)[key];
    const found = findUncarried(part, place + propertyStep(String(key), isArray), above);
    if (found) return found;
  }
  above.pop();
  return undefined;
}

/** What a value is that JSON would leave out or bring back as another one; undefined where it carries it. */
function whatJsonChanges(value: unknown): string | undefined {
  switch (typeof value) {
    case 'undefined':
      return 'undefined';
    case 'bigint':
      return `the BigInt ${value}n`;
    case 'function':
      return 'a function';
    case 'symbol':
      return String(value);
    case 'number':
      if (Number.isFinite(value)) return Object.is(value, -0) ? '-0' : undefined;
      return String(value);
    case 'object':
      return value === null || isPlain(value) ? undefined : instanceOf(value);
    default:
      return undefined;
  }
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return Array.isArray(value) || prototype === null || prototype === Object.prototype;
}

function instanceOf(value: object): string {
  const { name } = (value as { constructor?: { name?: unknown } }).constructor ?? {};
  if (typeof name !== 'string' || name === '') return 'an object of a class without a name';
  return `${/^[AEIO]/.test(name) ? 'an' : 'a'} ${name}`;
}
