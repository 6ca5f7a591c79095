import { z } from 'zod';
import { UsageError } from '../../../../errors.js';
import type { Tally } from '../importer.js';
import { jsonList } from '../json-items.js';

/** A SKU of the Cloud Billing catalog, as far as it is used here. */
const skuSchema = z.object({
  skuId: z.string(),
  description: z.string(),
  category: z.object({ resourceFamily: z.string(), resourceGroup: z.string(), usageType: z.string() }),
  serviceRegions: z.array(z.string()),
  pricingInfo: z.array(
    z.object({
      pricingExpression: z.object({
        usageUnit: z.string(),
        tieredRates: z.array(
          z.object({
            unitPrice: z.object({ currencyCode: z.string(), units: z.string(), nanos: z.number() }),
          }),
        ),
      }),
    }),
  ),
});

type Sku = z.infer<typeof skuSchema>;

/** The price of a vCPU or of a GiB for an hour. */
export interface Rate {
  readonly skuId: string;
  readonly perHour: number;
  readonly currency: string;
}

type Part = 'core' | 'ram' | 'spot core' | 'spot ram';

/** Rates by `family region core`, `family region ram`, and the same of spot capacity. */
export type Rates = ReadonlyMap<string, Rate>;

export const rateKey = (family: string, region: string, part: Part): string => `${family} ${region} ${part}`;

/** On-demand and spot rates of cores and memory, from the pages of the SKUs of Compute Engine. */
export async function readRates(files: readonly string[], tally: Tally): Promise<Rates> {
  const rates = new Map<string, Rate>();
  let skus = 0;
  for (const file of files) {
    for await (const value of jsonList(file, 'skus')) {
      skus++;
      const read = skuSchema.safeParse(value);
      if (read.success) addRate(rates, read.data, tally);
    }
  }
  if (skus === 0)
    throw new UsageError(`${files.join(', ')}: no skus; expected pages of the Cloud Billing catalog.`);
  return rates;
}

function addRate(rates: Map<string, Rate>, sku: Sku, tally: Tally): void {
  if (sku.category.resourceFamily !== 'Compute') return;
  const place = `SKU ${sku.skuId} (${sku.description})`;
  const { usageType } = sku.category;
  const isSpot = usageType === 'Preemptible' && sku.description.startsWith(SPOT);
  const part = partOf(isSpot ? sku.description.slice(SPOT.length) : sku.description);
  const rate = rateOf(sku);
  if (usageType !== 'OnDemand' && !isSpot) tally.leftOut(`not on demand: ${usageType}`, place);
  else if (part === undefined) tally.leftOut('no core or memory of a predefined type', place);
  else if (rate === undefined) tally.leftOut('no price by the hour', place);
  else {
    for (const region of sku.serviceRegions)
      addTo(
        rates,
        rateKey(part.family, region, isSpot ? `spot ${part.part}` : part.part),
        rate,
        place,
        tally,
      );
  }
}

const SPOT = 'Spot Preemptible ';

/** Families whose SKUs are described in words of their own. */
const described = new Map([
  ['Compute optimized', 'c2'],
  ['N1 Predefined', 'n1'],
]);

/**
 * `N2D AMD Instance Core running in Americas` → n2d, core. Custom types, sole tenancy, reservations and premiums are
 * other products with descriptions of their own, and do not match.
 */
function partOf(description: string): { family: string; part: 'core' | 'ram' } | undefined {
  const match = /^(.+?)(?: Instance)? (Core|Ram) running in /.exec(description);
  if (!match) return undefined;
  const [, words, part] = match;
  const family =
    described.get(words!) ?? /^([A-Z]\d+[A-Z]?)(?: (?:AMD|Arm))?$/.exec(words!)?.[1]?.toLowerCase();
  return family === undefined ? undefined : { family, part: part === 'Core' ? 'core' : 'ram' };
}

function rateOf({ skuId, pricingInfo }: Sku): Rate | undefined {
  const expression = pricingInfo.at(-1)?.pricingExpression;
  const price = expression?.tieredRates.at(-1)?.unitPrice;
  if (!price || !/^(GiBy\.)?h$/.test(expression!.usageUnit)) return undefined;
  const perHour = Number(price.units) + price.nanos / 1e9;
  return perHour > 0 ? { skuId, perHour, currency: price.currencyCode } : undefined;
}

function addTo(rates: Map<string, Rate>, key: string, rate: Rate, place: string, tally: Tally): void {
  const other = rates.get(key);
  if (other !== undefined && other.perHour !== rate.perHour)
    tally.kept(
      'two rates for one part of a family; the higher one stays',
      `${place} and SKU ${other.skuId}, ${key}`,
    );
  if (other === undefined || rate.perHour > other.perHour) rates.set(key, rate);
}
