import type { z } from 'zod';

/** The member of a JSON object, or of a list by its place; undefined where there is no such member. */
export function member(json: unknown, name: string): unknown {
  const isObject = typeof json === 'object' && json !== null;
  return isObject ? (json as Record<string, unknown>)[name] : undefined;
}

/** The first element of a JSON list. */
export function firstOf(json: unknown): unknown {
  return Array.isArray(json) ? json[0] : undefined;
}

const kinds: Readonly<Record<string, string>> = {
  string: 'text',
  int: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  tuple: 'a list of two numbers',
};

/** The first thing that is otherwise than a schema has it: `results[0].mean is "fast", expected a number`. */
export function schemaProblem({ issues }: z.ZodError, json: unknown): string {
  const issue = deepest(issues[0]!);
  const place = issue.path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
  const value = issue.path.reduce<unknown>((found, key) => member(found, String(key)), json);
  const found = value === undefined ? 'is missing' : `is ${shown(value)}`;
  const wanted = wantedBy(issue);
  return `${place.replace(/^\./, '') || 'its content'} ${found}${wanted === undefined ? '' : `, expected ${wanted}`}`;
}

/** Of several forms that a value may have, the last is the one that tools write today. */
function deepest(issue: z.core.$ZodIssue): z.core.$ZodIssue {
  if (issue.code !== 'invalid_union') return issue;
  const inner = issue.errors.at(-1)?.[0];
  return inner === undefined ? issue : deepest({ ...inner, path: [...issue.path, ...inner.path] });
}

function wantedBy(issue: z.core.$ZodIssue): string | undefined {
  if (issue.code === 'invalid_type') return kinds[issue.expected] ?? issue.expected;
  if (issue.code === 'invalid_value') return issue.values.map(String).join(' or ');
  if (issue.code !== 'too_small') return undefined;
  if (issue.origin === 'array') return 'at least one entry';
  return `a number ${issue.inclusive === true ? 'from' : 'above'} ${issue.minimum}${issue.inclusive === true ? ' on' : ''}`;
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
