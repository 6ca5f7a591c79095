import { writeWhole } from '../../files/index.js';
import { CATALOG_SCHEMA, type Catalog } from './catalog.js';

/** Writes a catalog that `readCatalog` reads; the file is there whole or not at all. */
export async function writeCatalog(path: string, { asOf, attribution, instances }: Catalog): Promise<void> {
  const document = { schema: CATALOG_SCHEMA, asOf, attribution, instances };
  writeWhole(path, `${JSON.stringify(document, null, 2)}\n`);
}
