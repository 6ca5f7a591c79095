import { z } from 'zod';
import { UsageError } from '../../../../errors.js';
import { familyOf } from '../../instance.js';
import {
  dayOf,
  type Importer,
  type ImportRequest,
  type Offer,
  type Offers,
  type Tally,
} from '../importer.js';
import { jsonList } from '../json-items.js';
import { readSizes, type Size } from './sizes.js';

export const azure: Importer = {
  name: 'azure',
  description: 'pages of the Azure retail prices with the sizes of az vm list-skus',
  inputs: [
    { name: 'sizes', description: 'what az vm list-skus printed' },
    { name: 'prices', description: 'the pages of the retail prices, or one file that joins them' },
  ],
  help: [
    'sizes:   az vm list-skus --resource-type virtualMachines --output json',
    'prices:  prices.azure.com/api/retail/prices; docs/catalog.md has the query',
  ],
  read,
};

/** An item of the retail prices, as far as it is used here. */
const itemSchema = z.object({
  currencyCode: z.string(),
  retailPrice: z.number(),
  armRegionName: z.string(),
  armSkuName: z.string(),
  productName: z.string(),
  skuName: z.string(),
  serviceName: z.string(),
  unitOfMeasure: z.string(),
  type: z.string(),
  tierMinimumUnits: z.number().optional(),
});

type Item = z.infer<typeof itemSchema>;

async function read(request: ImportRequest, tally: Tally): Promise<Offers> {
  const sizes = await readSizes(request.files.sizes!, tally);
  const offers: Offer[] = [];
  const spots: Item[] = [];
  let items = 0;
  for (const file of request.files.prices!) {
    const asOf = request.asOf ?? (await dayOf(file));
    for await (const value of jsonList(file, 'Items')) {
      items++;
      const spot = spotOf(value);
      if (spot) spots.push(spot);
      else offers.push(...offersIn(value, sizes, asOf, tally));
    }
  }
  if (items > 0) return { offers: withSpotPrices(offers, spots, tally) };
  throw new UsageError(
    `${request.files.prices!.join(', ')}: no Items; expected pages of the Azure retail prices.`,
  );
}

/** The item, if it is the spot price of a Linux machine. */
function spotOf(value: unknown): Item | undefined {
  const read = itemSchema.safeParse(value);
  const name = read.data?.skuName ?? '';
  const item = read.success && / Spot$/.test(name) ? { ...read.data, skuName: name.slice(0, -5) } : undefined;
  return item !== undefined && otherThanLinuxOnDemand(item) === undefined ? item : undefined;
}

/** A spot price that is no saving is another product's. */
function withSpotPrices(offers: readonly Offer[], spots: readonly Item[], tally: Tally): Offer[] {
  const keyOf = (region: string, name: string, currency: string) => `${region} ${name} ${currency}`;
  const known = new Map(
    spots.map((item) => [keyOf(item.armRegionName, item.armSkuName, item.currencyCode), item]),
  );
  return offers.map((offer) => {
    const { region, name, currency, pricePerHour } = offer.instance;
    const spot = known.get(keyOf(region, name, currency));
    if (spot === undefined) return offer;
    if (spot.retailPrice < pricePerHour)
      return { ...offer, instance: { ...offer.instance, spotPerHour: spot.retailPrice } };
    tally.leftOut('spot price not below that on demand', `${placeOf(spot)} Spot`);
    return offer;
  });
}

/** None or one. */
function offersIn(value: unknown, sizes: ReadonlyMap<string, Size>, asOf: string, tally: Tally): Offer[] {
  const read = itemSchema.safeParse(value);
  const size = read.success ? sizes.get(read.data.armSkuName) : undefined;
  const why = read.success ? otherThanLinuxOnDemand(read.data) : 'an item without what a price has';
  const place = read.success ? placeOf(read.data) : nameIn(value);
  if (read.success && size && why === undefined)
    return [{ place, accelerated: size.accelerated, instance: instanceOf(read.data, size, asOf) }];
  tally.leftOut(why === undefined ? 'priced, but not among the sizes' : `not Linux on demand: ${why}`, place);
  return [];
}

function placeOf({ armSkuName, productName, skuName }: Item): string {
  return `${armSkuName} (${productName}, ${skuName})`;
}

/** What else it is; undefined where it is what is wanted. */
function otherThanLinuxOnDemand(item: Item): string | undefined {
  const { serviceName, type, productName, skuName, unitOfMeasure, retailPrice } = item;
  if (serviceName !== 'Virtual Machines') return serviceName;
  if (type !== 'Consumption') return type;
  if (/ Windows$/.test(productName)) return 'Windows';
  if (/ (Spot|Low Priority)$/.test(skuName)) return / Spot$/.test(skuName) ? 'Spot' : 'Low Priority';
  if (/Dedicated Host/.test(productName)) return 'Dedicated Host';
  if (/CloudServices|Cloud Services/.test(productName)) return 'Cloud Services';
  if (unitOfMeasure !== '1 Hour' || !(retailPrice > 0)) return 'no price by the hour';
  return (item.tierMinimumUnits ?? 0) > 0 ? 'a price for larger quantities' : undefined;
}

function instanceOf(item: Item, { accelerated: _, ...size }: Size, asOf: string): Offer['instance'] {
  return {
    provider: 'azure',
    region: item.armRegionName,
    name: item.armSkuName,
    ...size,
    cpu: null,
    family: familyOf('azure', item.armSkuName),
    pricePerHour: item.retailPrice,
    currency: item.currencyCode,
    asOf,
    sources: { price: `Azure retail prices, ${item.productName}, ${item.skuName}`, spec: 'az vm list-skus' },
  };
}

function nameIn(value: unknown): string {
  const { armSkuName, meterName } = (value ?? {}) as Record<string, unknown>;
  return String(armSkuName || meterName || 'an item without a name');
}
