import type { Command } from 'commander';
import { addCatalogImport } from './catalog-import.js';
import { addCatalogList } from './catalog-list.js';

export function addCatalog(program: Command): void {
  const catalog = program
    .command('catalog')
    .summary('instance types and their prices: list, import')
    .description(
      'Instance types with their cores and dated prices: those that come with corewise, or your own.',
    );
  addCatalogList(catalog);
  addCatalogImport(catalog);
}
