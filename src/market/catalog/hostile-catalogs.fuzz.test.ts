import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { UsageError } from '../../errors.js';
import { inventHost } from '../../host/index.js';
import { fuzz, mutate, mutations, spoilt } from '../../testing/fuzz.js';
import { temporaryFolder } from '../../testing/temporary-folder.js';
import { CATALOG_SCHEMA } from './catalog.js';
import { identify } from './identify.js';
import { pricePerCore, pricePerVcpu } from './price.js';
import { readCatalog } from './read.js';
import { shippedCatalog } from './shipped.js';

const folder = temporaryFolder();
const host = inventHost({ physicalCores: 2 });
const instances = shippedCatalog().instances.slice(0, 3);
const document = { schema: CATALOG_SCHEMA, asOf: '2026-07-20', attribution: ['ours'], instances };
const table = [
  'name,vcpus,memoryGiB,architecture,pricePerHour,asOf',
  'small,2,8,x86_64,0.10,2026-07-20',
  '"large, new",16,64,arm64,0.80,2026-07-20',
].join('\n');

/** A clear error, or instances whose figures are figures. */
async function check(name: string, content: string | Buffer): Promise<void> {
  const file = join(folder, name);
  writeFileSync(file, content);
  try {
    const catalog = await readCatalog(file);
    for (const each of catalog.instances) {
      expect(pricePerVcpu(each)).toBeGreaterThanOrEqual(0);
      expect(Number.isNaN(pricePerCore(each))).toBe(false);
    }
    identify(host, catalog);
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError);
  } finally {
    expect(Object.keys(Object.prototype)).toEqual([]);
  }
}

it('the sound ones are read', async () => {
  for (const [name, content] of [
    ['catalog.json', JSON.stringify(document)],
    ['catalog.csv', table],
  ] as const) {
    writeFileSync(join(folder, name), content);
    expect((await readCatalog(join(folder, name))).instances.length, name).toBeGreaterThan(1);
  }
});

it('catalogs with members that are not what they should be', async () => {
  const changed = mutations.map((all) => {
    const copy = structuredClone(document);
    for (const mutation of all) mutate(copy, mutation);
    return JSON.stringify(copy);
  });
  await fuzz('catalogs with odd members', changed, (content) => check('odd.json', content));
});

it('catalogs that were damaged on their way', async () => {
  await fuzz('damaged catalogs', spoilt(fc.constantFrom(table, JSON.stringify(document))), (content) =>
    check('damaged', content),
  );
});
