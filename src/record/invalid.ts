import type { z } from 'zod';

/** The first thing that zod found wrong, with its place: `lanes[0].busyMs: expected number, received null`. */
export function firstProblem(error: z.ZodError): string {
  const [issue] = error.issues;
  if (!issue) return error.message;
  const message = issue.message.replace(/^Invalid input: /, '');
  const place = issue.path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
  return place === '' ? message : `${place.replace(/^\./, '')}: ${message}`;
}
