import { familyOf } from '../../instance.js';
import {
  dayOf,
  type Importer,
  type ImportRequest,
  type Offer,
  type Offers,
  type Tally,
} from '../importer.js';
import { readTypes, type Spec } from './instance-types.js';
import { type ListedPrice, readPriceList } from './price-list.js';

export const aws: Importer = {
  name: 'aws',
  description: 'types of aws ec2 describe-instance-types with the price list of AmazonEC2',
  inputs: [
    { name: 'types', description: 'what aws ec2 describe-instance-types printed' },
    { name: 'prices', description: 'index.json of a price list; any size' },
  ],
  help: [
    'types:   aws ec2 describe-instance-types --region us-east-1 --output json',
    'prices:  index.json of AmazonEC2; docs/catalog.md has the address',
  ],
  read,
};

async function read(request: ImportRequest, tally: Tally): Promise<Offers> {
  const specs = await readTypes(request.files.types!, tally);
  const offers: Offer[] = [];
  for (const file of request.files.prices!) {
    const list = await readPriceList(file, request.currency, tally);
    const asOf = request.asOf ?? list.published ?? (await dayOf(file));
    for (const price of list.prices) {
      const spec = specs.get(price.type);
      if (spec) offers.push(offerOf(price, spec, asOf, request));
      else tally.leftOut('priced, but not among the types', `SKU ${price.sku} (${price.type})`);
    }
  }
  return { offers };
}

function offerOf(
  { sku, type, region, pricePerHour, currency }: ListedPrice,
  { accelerated, ...spec }: Spec,
  asOf: string,
  { regions }: ImportRequest,
): Offer {
  return {
    place: `SKU ${sku} (${type})`,
    accelerated,
    instance: {
      provider: 'aws',
      // A list without region codes is of one region, and who asks for one says which.
      region: region === '' && regions?.length === 1 ? regions[0]! : region,
      name: type,
      ...spec,
      cpu: null,
      family: familyOf('aws', type),
      pricePerHour,
      currency,
      asOf,
      sources: { price: `AWS price list of AmazonEC2, SKU ${sku}`, spec: 'aws ec2 describe-instance-types' },
    },
  };
}
