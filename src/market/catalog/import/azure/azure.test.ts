import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../../testing/temporary-folder.js';
import { download, requestFor } from '../../testing/downloads.js';
import { importCatalog } from '../import-catalog.js';
import { azure } from './index.js';

const folder = temporaryFolder();

/** An entry of `az vm list-skus`. */
const size = (name: string, capabilities: Record<string, string>) => ({
  resourceType: 'virtualMachines',
  name,
  tier: 'Standard',
  size: name.replace('Standard_', ''),
  family: 'standardDSv5Family',
  locations: ['eastus'],
  locationInfo: [{ location: 'eastus', zones: ['1', '2'], zoneDetails: [] }],
  capabilities: Object.entries({ OSVhdSizeMB: '1047552', ...capabilities }).map(([key, value]) => ({
    name: key,
    value,
  })),
  restrictions: [],
});

const d = (vcpus: number, more: Record<string, string> = {}) =>
  size(`Standard_D${vcpus}s_v5`, {
    vCPUs: String(vcpus),
    MemoryGB: String(4 * vcpus),
    vCPUsAvailable: String(vcpus),
    vCPUsPerCore: '2',
    CpuArchitectureType: 'x64',
    ...more,
  });

/** An item of the retail prices. */
const item = (name: string, retailPrice: number, rest: Record<string, unknown> = {}) => ({
  currencyCode: 'USD',
  tierMinimumUnits: 0,
  retailPrice,
  unitPrice: retailPrice,
  armRegionName: 'eastus',
  location: 'US East',
  effectiveStartDate: '2021-11-01T00:00:00Z',
  meterId: '0a0a0a0a-0000-0000-0000-000000000000',
  meterName: name.replace('Standard_', '').replaceAll('_', ' '),
  productId: 'DZH318Z08NRP',
  skuId: 'DZH318Z08NRP/001Q',
  productName: 'Virtual Machines Dsv5 Series',
  skuName: name.replace('Standard_', '').replaceAll('_', ' '),
  serviceName: 'Virtual Machines',
  serviceId: 'DZH313Z7MMC8',
  serviceFamily: 'Compute',
  unitOfMeasure: '1 Hour',
  type: 'Consumption',
  isPrimaryMeterRegion: true,
  armSkuName: name,
  ...rest,
});

const page = (items: readonly unknown[]) => ({
  BillingCurrency: 'USD',
  CustomerEntityId: 'Default',
  CustomerEntityType: 'Retail',
  Items: items,
  NextPageLink: null,
  Count: items.length,
});

const SIZES = [2, 4, 8, 16].map((vcpus) => d(vcpus));
const ITEMS = [2, 4, 8, 16].map((vcpus) => item(`Standard_D${vcpus}s_v5`, 0.048 * vcpus));

async function importing(sizes: readonly unknown[], pages: readonly unknown[], rest = {}) {
  const files = {
    sizes: [download(folder, 'sizes.json', sizes)],
    prices: pages.map((content, index) => download(folder, `page-${index + 1}.json`, content)),
  };
  return importCatalog(azure, requestFor(files, rest));
}

describe('the importer of Azure', () => {
  it('joins the pages of the retail prices with the sizes', async () => {
    const { catalog, remarks } = await importing(
      [{ resourceType: 'disks', name: 'Premium_LRS', locations: ['eastus'] }, ...SIZES],
      [page(ITEMS.slice(0, 2)), page(ITEMS.slice(2))],
    );
    expect(remarks).toEqual([]);
    expect(catalog.instances.map(({ name }) => name)).toEqual(SIZES.map(({ name }) => name));
    expect(catalog.instances[2]).toMatchObject({
      provider: 'azure',
      region: 'eastus',
      vcpus: 8,
      physicalCores: 4,
      threadsPerCore: 2,
      memoryGiB: 32,
      architecture: 'x86_64',
      family: 'Dsv5',
      burstable: false,
      pricePerHour: 0.384,
      asOf: '2026-07-20',
    });
  });

  it('reads pages that were joined into one list', async () => {
    const { catalog } = await importing(SIZES, [ITEMS]);
    expect(catalog.instances).toHaveLength(4);
  });

  it.each<[string, Record<string, unknown>]>([
    ['Windows', { productName: 'Virtual Machines Dsv5 Series Windows' }],
    ['Windows', { productName: 'Virtual Machines Dsv5 Series Windows', skuName: 'D2s v5 Spot' }],
    ['Low Priority', { skuName: 'D2s v5 Low Priority' }],
    ['Reservation', { type: 'Reservation', reservationTerm: '1 Year' }],
    ['DevTestConsumption', { type: 'DevTestConsumption' }],
    ['Dedicated Host', { productName: 'Dsv5 Series Dedicated Host' }],
    ['Cloud Services', { productName: 'Dsv5 Series Cloud Services' }],
    ['Azure App Service', { serviceName: 'Azure App Service' }],
  ])('leaves out what is not Linux on demand: %s', async (what, rest) => {
    const { catalog, remarks } = await importing(SIZES, [page([item('Standard_D2s_v5', 9, rest), ...ITEMS])]);
    expect(catalog.instances[0]!.pricePerHour).toBe(0.096);
    expect(remarks).toMatchObject([
      { outcome: 'left out', reason: `not Linux on demand: ${what}`, count: 1 },
    ]);
    expect(remarks[0]!.places[0]).toContain('Standard_D2s_v5');
  });

  it('takes the spot price of a size along, unless it saves nothing', async () => {
    const spot = (price: number) => item('Standard_D2s_v5', price, { skuName: 'D2s v5 Spot' });
    const { catalog, remarks } = await importing(SIZES, [page([spot(0.02), ...ITEMS])]);
    expect(remarks).toEqual([]);
    expect(catalog.instances.map(({ spotPerHour }) => spotPerHour)).toEqual([
      0.02,
      undefined,
      undefined,
      undefined,
    ]);
    const dear = await importing(SIZES, [page([...ITEMS, spot(9)])]);
    expect(dear.catalog.instances[0]!.spotPerHour).toBeUndefined();
    expect(dear.remarks).toMatchObject([{ reason: 'spot price not below that on demand', count: 1 }]);
  });

  it('leaves out another currency', async () => {
    const { remarks } = await importing(SIZES, [
      page([...ITEMS, item('Standard_D2s_v5', 0.09, { currencyCode: 'EUR' })]),
    ]);
    expect(remarks).toMatchObject([{ outcome: 'left out', reason: 'priced in EUR, not USD', count: 1 }]);
  });

  it('leaves out a Windows meter that does not say so: 2.07 times its family, also beside the right one', async () => {
    const wrong = item('Standard_D4s_v5', 0.192 * 2.07);
    const { catalog, remarks } = await importing(SIZES, [page([...ITEMS, wrong])]);
    expect(catalog.instances.find(({ name }) => name === 'Standard_D4s_v5')!.pricePerHour).toBe(0.192);
    expect(remarks).toMatchObject([
      {
        outcome: 'left out',
        reason: 'price per vCPU far off its family',
        places: ['Standard_D4s_v5 (Virtual Machines Dsv5 Series, D4s v5): 2.07× that of its family'],
      },
    ]);
  });

  it('keeps a price a quarter off with a doubt', async () => {
    const prices = ITEMS.map((each) =>
      each.armSkuName === 'Standard_D8s_v5' ? item(each.armSkuName, 0.48) : each,
    );
    const { catalog, remarks } = await importing(SIZES, [page(prices)]);
    expect(catalog.instances).toHaveLength(4);
    expect(remarks).toMatchObject([
      { outcome: 'kept', reason: 'price per vCPU more than 20 % off its family', count: 1 },
    ]);
  });

  it('drops a meter that comes twice, and says so', async () => {
    const { catalog, remarks } = await importing(SIZES, [page([...ITEMS, ITEMS[0]])]);
    expect(catalog.instances).toHaveLength(4);
    expect(remarks).toMatchObject([{ outcome: 'left out', reason: 'the same type and price a second time' }]);
  });

  it('keeps a size of unknown cores with a doubt', async () => {
    const unknown = size('Standard_Q4_v9', { vCPUs: '4', MemoryGB: '16' });
    const { catalog, remarks } = await importing([unknown], [page([item('Standard_Q4_v9', 0.2)])]);
    expect(catalog.instances[0]!.physicalCores).toBeNull();
    expect(remarks).toMatchObject([{ outcome: 'kept', reason: 'physical cores not known' }]);
  });

  it('counts the vCPUs that a constrained size may use', async () => {
    const constrained = size('Standard_E8-4ds_v5', {
      vCPUs: '8',
      vCPUsAvailable: '4',
      vCPUsPerCore: '2',
      MemoryGB: '64',
    });
    const { catalog } = await importing([constrained], [page([item('Standard_E8-4ds_v5', 0.576)])]);
    expect(catalog.instances[0]).toMatchObject({ vcpus: 4, physicalCores: 2, family: 'Edsv5' });
  });

  it('knows Arm and burstable sizes', async () => {
    const arm = size('Standard_B2pts_v2', {
      vCPUs: '2',
      MemoryGB: '1',
      vCPUsPerCore: '1',
      CpuArchitectureType: 'Arm64',
    });
    const { catalog } = await importing([arm], [page([item('Standard_B2pts_v2', 0.0084)])]);
    expect(catalog.instances[0]).toMatchObject({ architecture: 'arm64', burstable: true, physicalCores: 2 });
  });

  it('refuses files of another kind', async () => {
    await expect(importing([], [page(ITEMS)])).rejects.toThrow('no virtual machines');
    await expect(importing(SIZES, [{ error: 'throttled' }])).rejects.toThrow('no Items');
  });
});
