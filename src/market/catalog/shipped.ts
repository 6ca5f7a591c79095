import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../own-package.js';
import { type Catalog, catalogSchema } from './catalog.js';
import { instanceOf } from './instance.js';

let shipped: Catalog | undefined;

/** The dated catalog that comes with corewise (assets/catalog/), read once. */
export function shippedCatalog(): Catalog {
  shipped ??= load();
  return shipped;
}

function load(): Catalog {
  const file = join(packageRoot, 'assets', 'catalog', 'instances.json');
  const { asOf, attribution, instances } = catalogSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  return { asOf, attribution, instances: instances.map(instanceOf) };
}
