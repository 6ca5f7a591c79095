import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { packageRoot } from '../../own-package.js';
import { corewise } from '../../testing/command-line.js';
import { temporaryFolder } from '../../testing/temporary-folder.js';
import { corewiseHere } from '../testing/command-here.js';

const folder = temporaryFolder();
const widest = (text: string) => Math.max(...text.split('\n').map((line) => line.length));

const HEAD = 'name,vcpus,physicalCores,memoryGiB,architecture,pricePerHour,currency,asOf';

describe('corewise catalog list', () => {
  it('lists the types that a selection lets through, the cheapest first', async () => {
    const { code, stdout, stderr } = await corewise(
      ['catalog', 'list', '--vcpus', '8..', '--arch', 'arm64', '--sort', 'price'],
      folder,
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(widest(stdout)).toBeLessThanOrEqual(80);
    expect(stdout.split('\n')[1]).toMatch(/^c6g\.2xlarge +8 +8 +16 arm64 +0\.2720 .* 2026-07-20$/);
    expect(stdout).not.toContain('x86_64');
  });

  it('--json gives every field, the attribution and the age', async () => {
    const { stdout } = await corewiseHere(['catalog', 'list', '--family', 'c7i', '--json'], folder);
    const { instances, attribution } = JSON.parse(stdout);
    expect(instances[0]).toMatchObject({ name: 'c7i.large', physicalCores: 1, pricePerHour: 0.08925 });
    expect(attribution.join()).toContain('CC BY-SA 4.0');
  });

  it.each([
    [['--provider', 'azur'], 'Unknown provider "azur". Did you mean "azure"?'],
    [['--vcpus', '8..4'], 'Write a number or a range'],
    [['--arch', 'sparc'], 'Write x86_64 or arm64.'],
    [['--sort', 'beauty'], 'Allowed choices are price'],
    [['--catalog', 'gone.csv'], 'Cannot read gone.csv'],
    [['--catalog', 'gone.csv', '--runner'], 'not both'],
  ])('refuses %j', async (args, message) => {
    const { code, stdout, stderr } = await corewiseHere(['catalog', 'list', ...args], folder);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
  });
});

describe('corewise catalog import', () => {
  const importing = (...args: string[]) => corewiseHere(['catalog', 'import', 'file', ...args], folder);

  it('writes a catalog that list reads, and says what it left out and why', async () => {
    const rows = ['rack-1,32,16,128,x86_64,0.61,EUR,2026-10-01', 'rack-2,two,1,8,x86_64,0.1,EUR,2026-10-01'];
    writeFileSync(join(folder, 'machines.csv'), [HEAD, ...rows].join('\n'));
    const { code, stdout } = await importing(
      ...['--prices', 'machines.csv', '--currency', 'EUR', '--out', 'own.json'],
    );
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: [
        'own.json: 1 type of own; Linux, on demand, EUR, prices of 2026-10-01.',
        '',
        'Left out:',
        '  1 row: rows with a mistake',
        '    machines.csv:3: vcpus is "two": expected number, received string',
        '',
      ].join('\n'),
    });
    const list = await corewiseHere(['catalog', 'list', '--catalog', 'own.json'], folder);
    expect(list.stdout).toMatch(/^rack-1 +32 +16 +128 x86_64 0\.6100/m);
  });

  it('what it writes is valid by the published schema', async () => {
    writeFileSync(join(folder, 'one.csv'), `${HEAD}\nr,4,4,16,arm64,0.1,USD,2026-10-01\n`);
    await importing('--prices', 'one.csv', '--out', 'valid.json');
    const published = JSON.parse(readFileSync(join(packageRoot, 'schema/catalog.schema.json'), 'utf8'));
    const schema = z.fromJSONSchema(published);
    const written = JSON.parse(readFileSync(join(folder, 'valid.json'), 'utf8'));
    expect(schema.safeParse(written).error).toBeUndefined();
    expect(schema.safeParse({ ...written, schema: 'corewise/catalog/2' }).success).toBe(false);
  });

  it('writes nothing, and fails, where nothing remains', async () => {
    writeFileSync(join(folder, 'dollars.csv'), `${HEAD}\nr,4,4,16,arm64,0.1,USD,2026-10-01\n`);
    const { code, stdout } = await importing(
      ...['--prices', 'dollars.csv', '--currency', 'EUR', '--out', 'none.json', '--json'],
    );
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      file: null,
      imported: 0,
      remarks: [{ outcome: 'left out', reason: 'priced in USD, not EUR', count: 1 }],
    });
    expect(existsSync(join(folder, 'none.json'))).toBe(false);
  });

  it('names what is missing', async () => {
    const { code, stderr } = await corewiseHere(['catalog', 'import', 'aws', '--out', 'x.json'], folder);
    expect(code).toBe(2);
    expect(stderr).toContain("required option '--types <files...>' not specified");
  });

  it.each([
    [['catalog', '--help']],
    [['catalog', 'list', '--help']],
    [['catalog', 'import', '--help']],
    ...['aws', 'azure', 'gcp', 'file'].map((name) => [['catalog', 'import', name, '--help']]),
  ])('corewise %j fits 80 columns', async (args) => {
    const { code, stdout } = await corewiseHere(args, folder);
    expect(code).toBe(0);
    expect(widest(stdout)).toBeLessThanOrEqual(80);
  });
});
