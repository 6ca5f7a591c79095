import { z } from 'zod';

/** A value with its 95 % interval. */
export const intervalSchema = z.object({ value: z.number(), low: z.number(), high: z.number() });
