import { aws } from './aws/index.js';
import { azure } from './azure/index.js';
import { file } from './file/index.js';
import { gcp } from './gcp/index.js';
import type { Importer } from './importer.js';

export { type Imported, importCatalog } from './import-catalog.js';
export type { Importer, ImportRequest, Remark } from './importer.js';

/** What can be imported. To add one: its folder, and its name here; the command line reads this list. */
export const importers: readonly Importer[] = [aws, azure, gcp, file];
