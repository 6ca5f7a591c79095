import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { packageRoot } from '../own-package.js';
import { publishedSchemas } from './published-schemas.js';
import { inventEmptyReport, inventLargeReport, inventReport } from './testing/invented.js';
import { json } from './testing/rendered.js';

const published = (file: string) => JSON.parse(readFileSync(join(packageRoot, 'schema', file), 'utf8'));

test.each(Object.entries(publishedSchemas()))(
  'schema/%s is what the types say (node scripts/schema.mjs)',
  (file, schema) => {
    expect(published(file)).toEqual(JSON.parse(JSON.stringify(schema)));
  },
);

// zod itself reads the published file back, so that no second validator is needed.
describe('the published schema of reports', () => {
  const schema = z.fromJSONSchema(published('report.schema.json'));

  test.each([
    ['a 2-core machine', inventReport],
    ['a 16-core machine', inventLargeReport],
    ['an interrupted run', inventEmptyReport],
  ] as const)('accepts the report of %s', (_name, invent) => {
    expect(schema.safeParse(JSON.parse(json(invent()))).error).toBeUndefined();
  });

  test('refuses a report without a host and one of a later version', () => {
    const { host: _, ...rest } = inventReport();
    expect(schema.safeParse(rest).success).toBe(false);
    expect(schema.safeParse({ ...inventReport(), schema: 'corewise/report/2' }).success).toBe(false);
  });

  test('accepts fields that a later version adds', () => {
    expect(schema.safeParse({ ...inventReport(), extra: 1 }).success).toBe(true);
  });
});
