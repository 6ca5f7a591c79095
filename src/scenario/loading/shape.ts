import { z } from 'zod';
import { UsageError, unknownName } from '../../errors.js';

/** A function; the message says what for. */
export function functionField(purpose: string) {
  return z.custom<(...args: never[]) => unknown>((value) => typeof value === 'function', {
    error: `must be a function, ${purpose}`,
  });
}

export const paramsField = z.record(
  z.string(),
  z.union([z.number(), z.string(), z.boolean()], {
    error: 'must be a finite number, a string, true or false',
  }),
  { error: 'must be an object of numbers, strings and booleans; {} for none' },
);

/** An object with these fields and no others; a misspelt one is named with the nearest valid one. */
export function strictShape<T extends z.ZodRawShape>(fields: T) {
  return z.strictObject(fields, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? unknownName('field', issue.keys[0]!, Object.keys(fields)).message
        : 'must be an object',
  });
}

function describe(kind: string, issue: z.core.$ZodIssue): string {
  const field = issue.path.map(String).join('.');
  const isSentence = issue.code === 'unrecognized_keys';
  if (isSentence) return field ? `at "${field}": ${issue.message}` : issue.message;
  return `${field ? `"${field}"` : `the ${kind}`} ${issue.message}.`;
}

/** What people bring who have a function to measure. */
function notAFunction(kind: string, name: string, path: string): string {
  const named = /^$|^default$|_default$/.test(name) ? 'a function' : `the function ${name}`;
  const example =
    kind === 'scenario'
      ? ' Put it there as `run`, beside the tasks that it is called with; npx corewise init my-work writes an example.'
      : '';
  return `${path}: it exports ${named}, and a ${kind} is an object.${example}`;
}

/** Refuses a value of another shape, naming the file, each wrong field and what would be right. */
export function checkShape(kind: string, schema: z.ZodType, value: unknown, path: string): void {
  if (typeof value === 'function') throw new UsageError(notAFunction(kind, value.name, path));
  const { error } = schema.safeParse(value);
  if (!error) return;
  throw new UsageError(error.issues.map((issue) => `${path}: ${describe(kind, issue)}`).join('\n'));
}
