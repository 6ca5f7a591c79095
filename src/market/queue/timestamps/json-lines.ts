import { messageOf, UsageError } from '../../../errors.js';
import { bareMoment, namedMoment, type Said, timestampNames } from './moment.js';

/** Of a file with a JSON value a line: a number, a date-time, or an object with one of the names. */
export function jsonLinesTimestamps(text: string, path: string): number[] {
  return text.split('\n').flatMap((line, i) => {
    const place = `${path}:${i + 1}`;
    return line.trim() === '' ? [] : [momentOf({ value: parsed(line, place), place })];
  });
}

function parsed(line: string, place: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    throw new UsageError(`${place}: no JSON: ${messageOf(error)}.`, { cause: error });
  }
}

function momentOf(said: Said): number {
  const { value, place } = said;
  if (typeof value !== 'object' || value === null) return bareMoment(said);
  const name = timestampNames.find((known) => Object.hasOwn(value, known));
  if (name) return namedMoment(name, { value: (value as Record<string, unknown>)[name], place });
  throw new UsageError(`${place}: expected a field ${timestampNames.join(' or ')}.`);
}
