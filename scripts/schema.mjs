// Writes schema/*.json from the types that validate reports and records; run it after `npm run build`. They are for
// programs, and a third smaller without line breaks.
import { writeFileSync } from 'node:fs';
import { publishedSchemas } from '../dist/src/report/published-schemas.js';

for (const [file, schema] of Object.entries(publishedSchemas())) {
  writeFileSync(new URL(`../schema/${file}`, import.meta.url), `${JSON.stringify(schema)}\n`);
}
