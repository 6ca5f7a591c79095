import { z } from 'zod';

/** A value with its 95 % interval. */
export const intervalSchema = z.object({ value: z.number(), low: z.number(), high: z.number() });

/** `tasks 12, iterations 10,000,000`. */
export function nameParams(params: Readonly<Record<string, number | string | boolean>>): string {
  return Object.entries(params)
    .map(([name, value]) => `${name} ${typeof value === 'number' ? value.toLocaleString('en-US') : value}`)
    .join(', ');
}
