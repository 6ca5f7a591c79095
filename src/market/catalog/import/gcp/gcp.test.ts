import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../../testing/temporary-folder.js';
import { download, requestFor } from '../../testing/downloads.js';
import { importCatalog } from '../import-catalog.js';
import { gcp } from './index.js';
import { SKUS, sku, TYPES, type, usage } from './testing/skus.js';

const folder = temporaryFolder();

async function importing(types: readonly unknown[], skus: readonly unknown[], rest = {}) {
  const files = {
    types: [download(folder, 'types.json', types)],
    prices: [download(folder, 'skus.json', { skus, nextPageToken: '' })],
  };
  return importCatalog(gcp, requestFor(files, rest));
}

describe('the importer of Google Cloud', () => {
  it('prices a type by its cores and its memory', async () => {
    const { catalog, remarks } = await importing(TYPES, SKUS);
    expect(remarks).toEqual([]);
    expect(catalog.instances[0]).toEqual({
      provider: 'gcp',
      region: 'us-central1',
      name: 'n4-standard-4',
      vcpus: 4,
      // The download says nothing of cores; the shipped catalog knows the family.
      physicalCores: 2,
      threadsPerCore: 2,
      memoryGiB: 16,
      architecture: 'x86_64',
      cpu: 'GENUINE INTEL(R) 0000',
      family: 'n4',
      burstable: false,
      pricePerHour: 0.182,
      currency: 'USD',
      asOf: '2026-07-20',
      sources: {
        price: 'Cloud Billing catalog, SKUs SKU-N4-Instance-Core and SKU-N4-Instance-Ram',
        spec: 'gcloud compute machine-types list',
        topology: 'the shipped catalog, same family',
      },
    });
  });

  it.each([
    [
      't2d-standard-8',
      'T2D AMD Instance Core running in Americas',
      'T2D AMD Instance Ram running in Americas',
    ],
    [
      'c4a-standard-8',
      'C4A Arm Instance Core running in Americas',
      'C4A Arm Instance Ram running in Americas',
    ],
    [
      'c2-standard-8',
      'Compute optimized Core running in Americas',
      'Compute optimized Ram running in Americas',
    ],
    [
      'n1-standard-8',
      'N1 Predefined Instance Core running in Americas',
      'N1 Predefined Instance Ram running in Americas',
    ],
  ])('finds the rates of %s', async (name, core, ram) => {
    const { catalog } = await importing([type(name, 8, 32 * 1024)], [sku(core, 0.03), sku(ram, 0.004)]);
    expect(catalog.instances.map(({ pricePerHour }) => pricePerHour)).toEqual([8 * 0.03 + 32 * 0.004]);
  });

  it('adds whole dollars to nanos', async () => {
    const dear = SKUS.map((each) => {
      const copy = structuredClone(each);
      copy.pricingInfo[0]!.pricingExpression.tieredRates[0]!.unitPrice.units = '1';
      return copy;
    });
    const { catalog } = await importing([TYPES[0]!], dear);
    expect(catalog.instances[0]!.pricePerHour).toBeCloseTo(4 * 1.0343 + 16 * 1.0028, 9);
  });

  it('takes the spot price along where both parts have one', async () => {
    const spot = (part: string, price: number) =>
      sku(`Spot Preemptible N4 Instance ${part} running in Americas`, price, usage('Preemptible'));
    const both = await importing([TYPES[0]!], [...SKUS, spot('Core', 0.01), spot('Ram', 0.001)]);
    expect(both.catalog.instances[0]).toMatchObject({ pricePerHour: 0.182, spotPerHour: 0.056 });
    expect(both.remarks).toEqual([]);
    const one = await importing([TYPES[0]!], [...SKUS, spot('Core', 0.01)]);
    expect(one.catalog.instances[0]!.spotPerHour).toBeUndefined();
  });

  it.each([
    ['not on demand: Preemptible', 'N4 Preemptible Instance Core running in Americas', usage('Preemptible')],
    ['not on demand: Commit1Yr', 'Commitment v1: N4 Cpu in Americas for 1 Year', usage('Commit1Yr')],
    ['no core or memory of a predefined type', 'N4 Custom Instance Core running in Americas', {}],
    ['no core or memory of a predefined type', 'N4 Sole Tenancy Instance Core running in Americas', {}],
    ['no core or memory of a predefined type', 'Reserved N4 Instance Core running in Americas', {}],
  ])('%s: left out', async (reason, description, rest) => {
    const { catalog, remarks } = await importing(TYPES, [sku(description, 0.9, rest), ...SKUS]);
    expect(catalog.instances[0]!.pricePerHour).toBe(0.182);
    expect(remarks).toMatchObject([{ outcome: 'left out', reason, count: 1 }]);
    expect(remarks[0]!.places[0]).toContain(description);
  });

  it('takes no licence for a machine', async () => {
    const windows = sku('Licensing Fee for Windows Server 2022 (CPU cost)', 0.046, {
      category: { resourceFamily: 'License', resourceGroup: 'Google', usageType: 'OnDemand' },
    });
    const { catalog } = await importing(TYPES, [windows, ...SKUS]);
    expect(catalog.instances[0]!.pricePerHour).toBe(0.182);
  });

  it('keeps the higher of two rates, and says so', async () => {
    const other = { ...sku('N4 Instance Core running in Americas', 0.0391), skuId: 'SKU-OTHER' };
    const { catalog, remarks } = await importing(TYPES, [...SKUS, other]);
    expect(catalog.instances[0]!.pricePerHour).toBeCloseTo(4 * 0.0391 + 16 * 0.0028, 9);
    expect(remarks[0]).toMatchObject({
      outcome: 'kept',
      reason: 'two rates for one part of a family; the higher one stays',
      // One for each region of the SKU.
      count: 2,
    });
  });

  it('leaves out another currency', async () => {
    const euros = SKUS.map((each) => {
      const copy = structuredClone(each);
      copy.pricingInfo[0]!.pricingExpression.tieredRates[0]!.unitPrice.currencyCode = 'EUR';
      return copy;
    });
    const { catalog, remarks } = await importing(TYPES, euros);
    expect(catalog.instances).toEqual([]);
    expect(remarks).toMatchObject([{ reason: 'priced in EUR, not USD', count: 3 }]);
  });

  it.each([
    ['accelerators', { accelerators: [{ guestAcceleratorType: 'nvidia-l4', guestAcceleratorCount: 1 }] }],
    ['local SSDs', { bundledLocalSsds: { partitionCount: 2 } }],
    ['a share of a core', { isSharedCpu: true }],
  ])('leaves out what is billed by more than cores and memory: %s', async (what, rest) => {
    const { remarks } = await importing([type('n4-odd-4', 4, 16384, rest), ...TYPES], SKUS);
    expect(remarks).toMatchObject([
      { reason: `billed by more than cores and memory: ${what}`, places: ['n4-odd-4 in us-central1'] },
    ]);
  });

  it('takes a type once for all zones of a region, and doubts zones that differ', async () => {
    const zones = [
      TYPES[0],
      { ...TYPES[0], zone: 'https://www.googleapis.com/compute/v1/projects/p/zones/us-central1-b' },
      { ...TYPES[0], zone: 'us-central1-c', memoryMb: 8192 },
      { ...TYPES[0], zone: 'us-east1-b' },
    ];
    const { catalog, remarks } = await importing(zones, SKUS);
    expect(catalog.instances.map(({ region }) => region)).toEqual(['us-central1', 'us-east1']);
    expect(remarks).toMatchObject([{ outcome: 'kept', places: ['n4-standard-4 in us-central1-c'] }]);
  });

  // All types of a family are priced by the same rates, so none can be off its line: a wrong rate moves them all.
  it('doubts rates that price a family far from the shipped catalog', async () => {
    const dear = [
      sku('N4 Instance Core running in Americas', 0.0343 * 2.07),
      sku('N4 Instance Ram running in Americas', 0.0028 * 2.07),
    ];
    const { catalog, remarks } = await importing(TYPES, dear);
    expect(catalog.instances).toHaveLength(3);
    expect(remarks).toMatchObject([
      { outcome: 'kept', reason: 'price far from that in the shipped catalog', count: 3 },
    ]);
    expect(remarks[0]!.places[0]).toBe('n4-standard-4 in us-central1: 2.08× that of 2026-08-03');
  });

  it('keeps a family of unknown cores with a doubt, and leaves out one without rates', async () => {
    const types = [type('z9-standard-8', 8, 32768), type('c9-standard-8', 8, 32768)];
    const skus = [
      sku('Z9 Instance Core running in Americas', 0.03),
      sku('Z9 Instance Ram running in Americas', 0.003),
    ];
    const { catalog, remarks } = await importing(types, skus);
    expect(catalog.instances.map(({ physicalCores }) => physicalCores)).toEqual([null]);
    expect(remarks.map(({ outcome, reason }) => [outcome, reason])).toEqual([
      ['kept', 'physical cores not known'],
      ['left out', 'no rates of its family in its region'],
    ]);
  });

  it('gives no CPU model to a family that runs on several', async () => {
    const skus = [
      sku('E2 Instance Core running in Americas', 0.0218),
      sku('E2 Instance Ram running in Americas', 0.0029),
    ];
    const { catalog } = await importing([type('e2-standard-8', 8, 32768)], skus);
    expect(catalog.instances[0]).toMatchObject({ cpu: null, physicalCores: 4 });
  });

  it('refuses files of another kind', async () => {
    await expect(importing(TYPES, [])).rejects.toThrow('no skus');
    await expect(importing([], SKUS)).rejects.toThrow('no machine types');
  });
});
