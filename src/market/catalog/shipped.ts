import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { packageRoot } from '../../own-package.js';
import type { Catalog } from './catalog.js';
import { billingUnits, type Instance, instanceOf, instanceSchema } from './instance.js';

/** A catalog that comes with corewise: what the types of a family, and the families of a place, share stands once. */
const shippedSchema = z.object({
  schema: z.literal('corewise/shipped-catalog/1'),
  asOf: z.iso.date(),
  attribution: z.array(z.string()),
  places: z.array(
    z.object({
      provider: z.string(),
      region: z.string(),
      currency: z.string(),
      asOf: z.iso.date(),
      /** What prices are of. */
      per: z.enum(['hour', 'minute']).default('hour'),
      billedBy: z.enum(billingUnits).optional(),
      /** `{name}` stands for the type's name. */
      sources: z.record(z.string(), z.string()),
      families: z.array(
        z.object({
          family: z.string(),
          architecture: z.string(),
          threadsPerCore: z.int().optional(),
          burstable: z.boolean().optional(),
          /** Each model that a machine of the family was seen with. */
          cpus: z.array(z.string()).default([]),
          /** Name, vCPUs, memory in GiB, price. */
          types: z.array(z.tuple([z.string(), z.int(), z.number(), z.number()])),
        }),
      ),
    }),
  ),
});

let instanceTypes: Catalog | undefined;
let runners: Catalog | undefined;

/** The dated catalog of instance types that comes with corewise (assets/catalog/), read once. */
export function shippedCatalog(): Catalog {
  instanceTypes ??= load('instances.json');
  return instanceTypes;
}

/** The same of hosted CI runners, whose minutes have a price. */
export function shippedRunners(): Catalog {
  runners ??= load('runners.json');
  return runners;
}

function load(name: string): Catalog {
  const file = join(packageRoot, 'assets', 'catalog', name);
  const { asOf, attribution, places } = shippedSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  return { asOf, attribution, instances: places.flatMap(instancesOf) };
}

const HOURLY = { hour: 1, minute: 60 };

function instancesOf({ families, sources, per, ...place }: z.infer<typeof shippedSchema>['places'][number]) {
  return families.flatMap(({ types, cpus, ...family }) =>
    types.map(([name, vcpus, memoryGiB, price]): Instance => {
      // What is a price a minute in few digits stays one an hour.
      const pricePerHour = Number((price * HOURLY[per]).toPrecision(12));
      const row = { ...place, ...family, name, vcpus, memoryGiB, pricePerHour };
      const models = cpus.length > 1 ? { cpus } : { cpu: cpus[0] ?? null };
      const named = Object.entries(sources).map(([part, source]) => [part, source.replace('{name}', name)]);
      return instanceOf(instanceSchema.parse({ ...row, ...models, sources: Object.fromEntries(named) }));
    }),
  );
}
