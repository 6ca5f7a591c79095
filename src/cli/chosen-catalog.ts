import { Option } from 'commander';
import { type Catalog, readCatalog, shippedCatalog } from '../catalog/index.js';

/** What every command takes that knows prices. */
export const catalogOption = (): Option =>
  new Option('--catalog <file>', 'instances and prices of your own, JSON or CSV');

/** The catalog that was given, or the one that comes with corewise. */
export async function chosenCatalog(file: string | undefined): Promise<Catalog> {
  return file === undefined ? shippedCatalog() : readCatalog(file);
}
