import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../../errors.js';
import { temporaryFolder } from '../../testing/temporary-folder.js';
import { readCatalog } from './read.js';
import { writeCatalog } from './rows.js';
import { shippedCatalog } from './shipped.js';
import { download } from './testing/downloads.js';

const folder = temporaryFolder();
const shipped = shippedCatalog();

describe('reading a catalog', () => {
  it('gives back what was written', async () => {
    const file = join(folder, 'written.json');
    await writeCatalog(file, shipped);
    expect(await readCatalog(file)).toEqual(shipped);
  });

  it('takes a CSV with the fewest columns', async () => {
    const file = download(
      folder,
      'few.csv',
      'name,vcpus,memoryGiB,architecture,pricePerHour,asOf\n"rack, left",16,64,arm64,0.31,2026-10-01\n',
    );
    expect((await readCatalog(file)).instances).toEqual([
      {
        provider: 'own',
        region: '',
        name: 'rack, left',
        vcpus: 16,
        physicalCores: null,
        threadsPerCore: null,
        memoryGiB: 64,
        architecture: 'arm64',
        cpu: null,
        family: 'rack, left',
        burstable: false,
        pricePerHour: 0.31,
        currency: 'USD',
        asOf: '2026-10-01',
      },
    ]);
  });

  it('takes several CPU models from one cell', async () => {
    const file = download(
      folder,
      'several.csv',
      'name,vcpus,memoryGiB,architecture,pricePerHour,asOf,cpus\na,16,64,x86_64,0.3,2026-10-01,A 1000; A 2000\n',
    );
    const [instance] = (await readCatalog(file)).instances;
    expect(instance).toMatchObject({ cpu: null, cpus: ['A 1000', 'A 2000'] });
  });

  it('names every row with a mistake, and what is wrong there', async () => {
    const file = download(
      folder,
      'wrong.csv',
      [
        'name,vcpus,memoryGiB,architecture,pricePerHour,asOf,burstable',
        'a,eight,16,arm64,0.1,2026-10-01,',
        'b,8,16,arm64,0.1,2026-10-01,no',
        'c,8,16,sparc,0.1,2026-10-01,',
        'd,8,16,arm64,,2026-10-01,',
        'e,8,16,arm64,0.1,1 October,',
        'f,8,16,arm64,0.1,2026-10-01,maybe',
      ].join('\n'),
    );
    const problem = await readCatalog(file).catch((error) => error.message as string);
    expect(problem).toContain('has 5 rows that cannot be read');
    expect(problem).toMatch(/wrong\.csv:2: vcpus is "eight": expected number/);
    expect(problem).toMatch(/wrong\.csv:4: architecture is "sparc": expected one of "x86_64"\|"arm64"/);
    expect(problem).toMatch(/wrong\.csv:5: pricePerHour is missing/);
    expect(problem).toMatch(/wrong\.csv:6: asOf is "1 October"/);
    expect(problem).toMatch(/wrong\.csv:7: burstable is "maybe"/);
    expect(problem).not.toContain('wrong.csv:3');
  });

  const row = {
    name: 'a',
    vcpus: 8,
    memoryGiB: 16,
    architecture: 'arm64',
    pricePerHour: 0.1,
    asOf: '2026-10-01',
  };

  it.each<[string, unknown, RegExp]>([
    ['no JSON', '{', /is not JSON/],
    [
      'another document',
      { schema: 'corewise/report/1' },
      /is not a catalog: expected "schema": "corewise\/catalog\/1"/,
    ],
    ['a later version', { schema: 'corewise/catalog/2', instances: [] }, /this version of corewise reads/],
    ['an empty list', [], /has no instances/],
    ['a field that there is not', [{ ...row, price: 1 }], /\[0\]: there is no "price"; did you mean/],
    ['a row that is no object', [7], /\[0\]: expected object/],
    ['the same type twice', [row, { ...row, pricePerHour: 0.2 }], /\[1\]: own a is already at .*\[0\]/],
    ['two currencies', [row, { ...row, name: 'b', currency: 'EUR' }], /prices in USD and EUR/],
    [
      'one CPU and several',
      [{ ...row, cpu: 'A 1000', cpus: ['A 1000', 'A 2000'] }],
      /a type with several CPU models names them in cpus alone/,
    ],
    [
      'cores that do not fit',
      [{ ...row, physicalCores: 4, threadsPerCore: 1 }],
      /physicalCores × threadsPerCore/,
    ],
  ])('%s is refused', async (_, content, message) => {
    const file = download(folder, 'refused.json', content);
    await expect(readCatalog(file)).rejects.toThrow(message);
    await expect(readCatalog(file)).rejects.toThrow(UsageError);
  });

  it('a CSV whose rows have other lengths, and a missing file, are refused', async () => {
    const file = download(folder, 'ragged.csv', 'name,vcpus\na,8,9\n');
    await expect(readCatalog(file)).rejects.toThrow(/ragged\.csv: Invalid Record Length.*line 2/);
    await expect(readCatalog(join(folder, 'gone.csv'))).rejects.toThrow(/Cannot read .*gone\.csv/);
  });
});
