import { z } from 'zod';
import { UsageError } from '../../../../errors.js';
import type { Tally } from '../importer.js';
import { type JsonItem, jsonItems } from '../json-items.js';

/** The attributes of a product that decide whether it is a Linux instance on demand. All values are strings. */
const productSchema = z.object({
  productFamily: z.string().optional(),
  attributes: z.object({
    instanceType: z.string(),
    operatingSystem: z.string(),
    tenancy: z.string(),
    capacitystatus: z.string().optional(),
    preInstalledSw: z.string().optional(),
    marketoption: z.string().optional(),
    regionCode: z.string().optional(),
  }),
});

const termsSchema = z.record(
  z.string(),
  z.object({
    priceDimensions: z.record(
      z.string(),
      z.object({ unit: z.string(), pricePerUnit: z.record(z.string(), z.string()) }),
    ),
  }),
);

type Attributes = z.infer<typeof productSchema>['attributes'];

export interface ListedPrice {
  readonly sku: string;
  readonly type: string;
  /** Empty in price lists from before AWS wrote region codes. */
  readonly region: string;
  readonly pricePerHour: number;
  readonly currency: string;
}

interface PriceList {
  readonly prices: readonly ListedPrice[];
  /** The day it was published. */
  readonly published: string | undefined;
}

/**
 * The on-demand Linux prices of a price list (`offers/v1.0/aws/AmazonEC2/…/index.json`), read as a stream: the file
 * has gigabytes, most of them reserved terms, which come last and are not read.
 */
export async function readPriceList(file: string, currency: string, tally: Tally): Promise<PriceList> {
  const reading = new Reading(currency, tally);
  for await (const item of jsonItems(file, PLACES)) {
    if (!reading.take(item)) break;
  }
  if (reading.order.join() === 'products,OnDemand') return reading;
  throw new UsageError(
    `${file} has no products followed by terms.OnDemand: expected the JSON price list of AmazonEC2.`,
  );
}

const PLACES = ['$.publicationDate', '$.products.*', '$.terms.OnDemand.*', '$.terms.Reserved.*'];

/** What has been read of a list so far. */
class Reading implements PriceList {
  readonly prices: ListedPrice[] = [];
  published: string | undefined;
  /** The sections that are needed, in the order in which they came: a price is known by its product. */
  readonly order: string[] = [];
  readonly #products = new Map<string, Attributes>();

  constructor(
    readonly currency: string,
    readonly tally: Tally,
  ) {}

  /** False: there is no more to come that matters. */
  take({ path, value }: JsonItem): boolean {
    const [top, below = '', sku = ''] = path.map(String);
    const section = top === 'terms' ? below : top!;
    if (section === 'publicationDate') this.published = String(value).slice(0, 10);
    else if (section === 'Reserved') return !this.order.includes('OnDemand');
    else {
      if (!this.order.includes(section)) this.order.push(section);
      if (section === 'products') this.#addProduct(below, value);
      else this.#addPrice(sku, value);
    }
    return true;
  }

  #addProduct(sku: string, value: unknown): void {
    const read = productSchema.safeParse(value);
    // Volumes, addresses and transfers stand in the same list, and have no instance type.
    if (!read.success || !/^Compute Instance/.test(read.data.productFamily ?? 'Compute Instance')) return;
    const { attributes } = read.data;
    const other = otherThanLinuxOnDemand(attributes);
    if (other === undefined) this.#products.set(sku, attributes);
    else this.tally.leftOut(`not Linux on demand: ${other}`, placeOf(sku, attributes));
  }

  #addPrice(sku: string, terms: unknown): void {
    const product = this.#products.get(sku);
    if (product === undefined) return;
    const { instanceType: type, regionCode: region = '' } = product;
    const price = hourlyPrice(terms, this.currency);
    if (price) this.prices.push({ sku, type, region, ...price });
    else this.tally.leftOut('no price by the hour', placeOf(sku, product));
  }
}

function placeOf(sku: string, { instanceType }: Attributes): string {
  return `SKU ${sku} (${instanceType})`;
}

/** What else it is; undefined where it is what is wanted. */
function otherThanLinuxOnDemand(attributes: Attributes): string | undefined {
  const { operatingSystem, tenancy, capacitystatus = 'Used', preInstalledSw = 'NA' } = attributes;
  const { marketoption = 'OnDemand' } = attributes;
  if (operatingSystem !== 'Linux') return operatingSystem;
  if (tenancy !== 'Shared') return `${tenancy} tenancy`;
  if (preInstalledSw !== 'NA') return `with ${preInstalledSw}`;
  if (marketoption !== 'OnDemand') return marketoption;
  return capacitystatus === 'Used' ? undefined : capacitystatus;
}

/** The price of an hour, in the currency that is wanted where there is one; a price of 0 is none. */
function hourlyPrice(
  terms: unknown,
  wanted: string,
): Pick<ListedPrice, 'pricePerHour' | 'currency'> | undefined {
  const read = termsSchema.safeParse(terms);
  const dimensions = Object.values(read.data ?? {}).flatMap((term) => Object.values(term.priceDimensions));
  const hourly = dimensions.find(({ unit }) => unit === 'Hrs');
  const [currency, text] = hourly ? chosenPrice(hourly.pricePerUnit, wanted) : [];
  const pricePerHour = Number(text);
  return currency !== undefined && pricePerHour > 0 ? { pricePerHour, currency } : undefined;
}

function chosenPrice(prices: Readonly<Record<string, string>>, wanted: string): [string?, string?] {
  return prices[wanted] === undefined ? (Object.entries(prices)[0] ?? []) : [wanted, prices[wanted]];
}
