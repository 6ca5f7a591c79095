import { distance } from 'fastest-levenshtein';
import type { Catalog } from './catalog.js';
import type { Instance } from './instance.js';

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
