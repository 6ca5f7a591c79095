import { z } from 'zod';
import { type Instance, instanceSchema } from './instance.js';

/** The name that stands in every catalog file; a newer one is refused by name. */
export const CATALOG_SCHEMA = 'corewise/catalog/1';

export interface Catalog {
  /** The day it was put together, `YYYY-MM-DD`; each price has its own. */
  readonly asOf: string;
  readonly instances: readonly Instance[];
  /** Whom to name, and under which licence, wherever the data goes. */
  readonly attribution: readonly string[];
}

export const catalogSchema = z.object({
  schema: z.literal(CATALOG_SCHEMA),
  asOf: z.iso.date().describe('the day the catalog was put together'),
  attribution: z.array(z.string()).default([]).describe('whom to name wherever the data goes'),
  commits: z.record(z.string(), z.string()).optional().describe('of the repositories that sources name'),
  instances: z.array(instanceSchema),
});
