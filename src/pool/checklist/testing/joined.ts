import { ownFile } from '../../../own-package.js';

/** What users import: programs that a test starts are loaded from it in a third of the time. */
export const { Pool } = (await import(ownFile('index.js').href)) as typeof import('../../index.js');
