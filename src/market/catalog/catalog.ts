import { distance } from 'fastest-levenshtein';
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

/**
 * The instances of that name, or of that `provider/name`, one for each provider and region that offers it; upper and
 * lower case are the same.
 */
export function instancesNamed({ instances }: Catalog, name: string): Instance[] {
  return instances.filter((instance) => isNamed(instance, name));
}

/** `c7g.large`, `aws/c7g.large`. */
export function isNamed({ provider, name }: Pick<Instance, 'provider' | 'name'>, wanted: string): boolean {
  return [name, `${provider}/${name}`].some((own) => own.toLowerCase() === wanted.toLowerCase());
}

/** Names of the catalog that are only a slip of the pen away, nearest first, at most three. */
export function nearestNames({ instances }: Catalog, name: string): string[] {
  const most = Math.max(2, Math.floor(name.length / 4));
  return [...new Set(instances.map((instance) => instance.name))]
    .map((known) => ({ known, steps: distance(known.toLowerCase(), name.toLowerCase()) }))
    .filter(({ steps }) => steps <= most)
    .sort((a, b) => a.steps - b.steps)
    .slice(0, 3)
    .map(({ known }) => known);
}
