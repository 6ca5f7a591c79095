import type { Catalog } from './catalog.js';
import { readCatalog } from './read.js';
import { shippedCatalog } from './shipped.js';

/** The catalog in the file, or without one the catalog that comes with corewise. @throws UsageError as readCatalog. */
export async function catalogFrom(file: string | undefined): Promise<Catalog> {
  return file === undefined ? shippedCatalog() : readCatalog(file);
}
