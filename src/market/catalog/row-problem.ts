import { closest } from 'fastest-levenshtein';
import type { Row } from './csv.js';
import { type Instance, instanceOf, instanceSchema } from './instance.js';

/** The instance that a row describes, or what keeps it from describing one. */
export function readRow({ value }: Row): { instance: Instance } | { problem: string } {
  const unknown = unknownField(value);
  if (unknown !== undefined) return { problem: unknown };
  const parsed = instanceSchema.safeParse(value);
  if (parsed.success) return { instance: instanceOf(parsed.data) };
  const [issue] = parsed.error.issues;
  const field = issue!.path.join('.');
  const given = (value as Record<string, unknown> | null)?.[field];
  return { problem: describe(field, issue!.message, given) };
}

const fields = Object.keys(instanceSchema.shape);

/** A misspelt column would otherwise be a default that nobody asked for. */
function unknownField(value: unknown): string | undefined {
  const names = typeof value === 'object' && value !== null ? Object.keys(value) : [];
  const unknown = names.find((name) => !fields.includes(name));
  return unknown === undefined
    ? undefined
    : `there is no "${unknown}"; did you mean "${closest(unknown, fields)}"?`;
}

function describe(field: string, message: string, given: unknown): string {
  if (field === '') return message.replace(/^Invalid input: /, '');
  if (given === undefined) return `${field} is missing`;
  return `${field} is ${JSON.stringify(given)}: ${message.replace(/^Invalid (input|option): /, '')}`;
}
