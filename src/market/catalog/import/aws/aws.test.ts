import { describe, expect, it } from 'vitest';
import { UsageError } from '../../../../errors.js';
import { temporaryFolder } from '../../../../testing/temporary-folder.js';
import { download, requestFor } from '../../testing/downloads.js';
import { importCatalog } from '../import-catalog.js';
import { aws } from './index.js';
import { C7I, PRICED, type Product, priceList, type } from './testing/price-list.js';

const folder = temporaryFolder();

async function importing(types: readonly unknown[], products: readonly Product[], rest = {}) {
  const files = {
    types: [download(folder, 'types.json', { InstanceTypes: types })],
    prices: [download(folder, 'index.json', priceList(products))],
  };
  return importCatalog(aws, requestFor(files, { asOf: undefined, ...rest }));
}

describe('the importer of AWS', () => {
  it('joins types and on-demand prices, and dates them by the publication', async () => {
    const { catalog, remarks } = await importing(C7I, PRICED);
    expect(remarks).toEqual([]);
    expect(catalog.asOf).toBe('2026-07-01');
    expect(catalog.instances[2]).toEqual({
      provider: 'aws',
      region: 'us-east-1',
      name: 'c7i.2xlarge',
      vcpus: 8,
      physicalCores: 4,
      threadsPerCore: 2,
      memoryGiB: 16,
      architecture: 'x86_64',
      // The download has no model; the shipped catalog knows that of the family.
      cpu: 'Intel(R) Xeon(R) Platinum 8488C',
      family: 'c7i',
      burstable: false,
      pricePerHour: 0.357,
      currency: 'USD',
      asOf: '2026-07-01',
      sources: {
        price: 'AWS price list of AmazonEC2, SKU C',
        spec: 'aws ec2 describe-instance-types',
        topology: 'the shipped catalog, same family',
      },
    });
    expect(catalog.attribution.join()).toContain('CC BY-SA 4.0');
  });

  it.each<[string, Record<string, string>]>([
    ['Windows', { operatingSystem: 'Windows' }],
    ['RHEL', { operatingSystem: 'RHEL' }],
    ['Dedicated tenancy', { tenancy: 'Dedicated' }],
    ['with SQL Std', { preInstalledSw: 'SQL Std' }],
    ['CapacityBlock', { marketoption: 'CapacityBlock' }],
    ['UnusedCapacityReservation', { capacitystatus: 'UnusedCapacityReservation' }],
  ])('leaves out what is not Linux on demand: %s', async (what, attributes) => {
    const other = { sku: 'X', type: 'c7i.large', price: '0.05', attributes };
    const { catalog, remarks } = await importing(C7I, [other, ...PRICED]);
    expect(catalog.instances[0]!.pricePerHour).toBe(0.08924);
    expect(remarks).toEqual([
      {
        outcome: 'left out',
        reason: `not Linux on demand: ${what}`,
        count: 1,
        places: ['SKU X (c7i.large)'],
      },
    ]);
  });

  it('leaves out another currency, and a price of 0', async () => {
    const products = [
      ...PRICED,
      { sku: 'Y', type: 'c7i.large', price: '0.6', currency: 'CNY' },
      { sku: 'Z', type: 'c7i.large', price: '0.0000000000' },
    ];
    const { catalog, remarks } = await importing(C7I, products);
    expect(catalog.instances).toHaveLength(3);
    expect(remarks.map(({ reason, places }) => [reason, places[0]])).toEqual([
      ['no price by the hour', 'SKU Z (c7i.large)'],
      ['priced in CNY, not USD', 'SKU Y (c7i.large)'],
    ]);
  });

  it('takes the price in the currency that was asked for', async () => {
    const products = PRICED.map((product) => ({ ...product, currency: 'CNY' }));
    const { catalog } = await importing(C7I, products, { currency: 'CNY' });
    expect(catalog.instances.map(({ currency }) => currency)).toEqual(['CNY', 'CNY', 'CNY']);
  });

  it('leaves out a price far off its family, and names the factor', async () => {
    const wrong = PRICED.map((product) =>
      product.sku === 'B' ? { ...product, price: '0.3694950000' } : product,
    );
    const { catalog, remarks } = await importing(C7I, wrong);
    expect(catalog.instances.map(({ name }) => name)).toEqual(['c7i.large', 'c7i.2xlarge']);
    expect(remarks[0]).toMatchObject({
      outcome: 'left out',
      reason: 'price per vCPU far off its family',
      places: ['SKU B (c7i.xlarge): 2.07× that of its family'],
    });
  });

  it('does not hold accelerators against that line', async () => {
    const types = ['g5.large', 'g5.xlarge', 'g5.2xlarge'].map((name, index) =>
      type(name, 2 ** (index + 1), { GpuInfo: { Gpus: [{ Name: 'A10G' }] } } as object),
    );
    const products = types.map(({ InstanceType }, index) => ({
      sku: `G${index}`,
      type: InstanceType,
      price: String(1 + index / 10),
    }));
    const { catalog } = await importing(types, products);
    expect(catalog.instances).toHaveLength(3);
  });

  it('keeps the higher one of two prices, and says so', async () => {
    const { catalog, remarks } = await importing(C7I, [
      ...PRICED,
      { sku: 'D', type: 'c7i.large', price: '0.0900' },
    ]);
    expect(catalog.instances.find(({ name }) => name === 'c7i.large')!.pricePerHour).toBe(0.09);
    expect(remarks).toEqual([
      {
        outcome: 'kept',
        reason: 'two prices for one type; the higher one stays',
        count: 1,
        places: ['SKU D (c7i.large): $0.0900, not $0.0892 of SKU A (c7i.large)'],
      },
    ]);
  });

  it('keeps a type of unknown cores with a doubt, and fills in those of a family it knows', async () => {
    const types = [type('x9z.large', 2, { threads: null }), type('c7a.2xlarge', 8, { threads: null })];
    const products = types.map(({ InstanceType }, index) => ({
      sku: `N${index}`,
      type: InstanceType,
      price: '0.4',
    }));
    const { catalog, remarks } = await importing(types, products);
    expect(catalog.instances.map(({ physicalCores }) => physicalCores)).toEqual([null, 8]);
    expect(remarks).toEqual([
      { outcome: 'kept', reason: 'physical cores not known', count: 1, places: ['SKU N0 (x9z.large)'] },
    ]);
  });

  it('leaves out what is priced but described nowhere', async () => {
    const { remarks } = await importing(C7I.slice(1), PRICED);
    expect(remarks[0]).toMatchObject({
      reason: 'priced, but not among the types',
      places: ['SKU A (c7i.large)'],
    });
  });

  it('keeps to the regions that were asked for', async () => {
    const elsewhere = { ...PRICED[0]!, sku: 'E', attributes: { regionCode: 'eu-west-1' } };
    const all = await importing(C7I, [...PRICED, elsewhere]);
    expect(all.catalog.instances.map(({ region }) => region)).toContain('eu-west-1');
    const one = await importing(C7I, [...PRICED, elsewhere], { regions: ['us-east-1'] });
    expect(one.catalog.instances).toHaveLength(3);
  });

  it('does not read the reserved terms, which are most of the file', async () => {
    const whole = JSON.stringify(priceList(PRICED));
    const cut = whole.slice(0, whole.indexOf('"Reserved"') + 1500);
    const files = {
      types: [download(folder, 'types.json', { InstanceTypes: C7I })],
      prices: [download(folder, 'cut.json', cut)],
    };
    expect((await importCatalog(aws, requestFor(files))).catalog.instances).toHaveLength(3);
  });
});

describe('a file that is not what it should be', () => {
  const types = () => download(folder, 'types.json', { InstanceTypes: C7I });

  it.each([
    ['a download that was cut off', JSON.stringify(priceList(PRICED)).slice(0, 900), /ends in the middle/],
    [
      'terms before products',
      { terms: priceList(PRICED).terms, products: priceList(PRICED).products },
      /no products followed by/,
    ],
    ['a page of an error', '<html>503</html>', /is not JSON/],
    ['something else', { products: {} }, /no products followed by terms\.OnDemand/],
  ])('%s is refused with its name', async (_, content, message) => {
    const files = { types: [types()], prices: [download(folder, 'odd.json', content)] };
    const importing = importCatalog(aws, requestFor(files));
    await expect(importing).rejects.toThrow(UsageError);
    await expect(importCatalog(aws, requestFor(files))).rejects.toThrow(message);
    await expect(importCatalog(aws, requestFor(files))).rejects.toThrow('odd.json');
  });

  it('a missing file and types without types are refused too', async () => {
    const gone = { types: [`${folder}/gone.json`], prices: [] };
    await expect(importCatalog(aws, requestFor(gone))).rejects.toThrow(/Cannot read .*gone\.json/);
    const empty = { types: [download(folder, 'empty.json', {})], prices: [] };
    await expect(importCatalog(aws, requestFor(empty))).rejects.toThrow('no InstanceTypes');
  });
});
