import type { Command } from 'commander';
import { addCatalogImport } from './catalog-import.js';
import { addCatalogList } from './catalog-list.js';

export function defineCatalog(catalog: Command): void {
  catalog.description(
    'Instance types with their cores and dated prices: those that come with corewise, or your own.',
  );
  addCatalogList(catalog);
  addCatalogImport(catalog);
}
