import { listed } from '../../stats/index.js';
import {
  type Catalog,
  formatPrice,
  type Instance,
  instancesNamed,
  labelOf,
  recordedClaim,
  unknownTypeText,
} from '../catalog/index.js';
import { type Group, instanceTypeOf } from './records.js';
import type { Doubt, Price } from './schema.js';

/** What a group costs, as far as the catalog knows, and what is to be said of it. */
interface Priced {
  readonly price: Price | null;
  readonly doubts: readonly Doubt[];
}

export interface PricedGroup extends Group {
  readonly price: Price | null;
  readonly priceDoubts: readonly Doubt[];
}

/** By the instance type that its records name; none where there is not a catalog. */
export function priceOf(group: Group, catalog: Catalog | undefined): Priced {
  const instanceType = instanceTypeOf(group.records[0]!);
  if (catalog === undefined || instanceType === null) return { price: null, doubts: [] };
  const offers = instancesNamed(catalog, instanceType);
  if (offers.length === 0) return { price: null, doubts: [unknownType(group, instanceType, catalog)] };
  const cheapest = offers.reduce((a, b) => (b.pricePerHour < a.pricePerHour ? b : a));
  return {
    price: describe(cheapest),
    doubts: [
      ...(offers.length > 1 ? [severalOffers(group, offers, cheapest)] : []),
      ...otherModel(group, catalog),
    ],
  };
}

function describe({ provider, region, name, pricePerHour, currency, asOf }: Instance): Price {
  return { provider, region, name, perHour: pricePerHour, currency, asOf };
}

function unknownType({ name }: Group, instanceType: string, catalog: Catalog): Doubt {
  return {
    check: 'no-price',
    severity: 'warning',
    message: `${unknownTypeText(instanceType, catalog)} So ${name} was not checked against it, and has no price.`,
    advice: 'Give a catalog that has it with --catalog; corewise catalog list shows the one that ships.',
  };
}

/** The machine shows a CPU that the catalog does not know of the type. */
function otherModel({ name, records }: Group, catalog: Catalog): Doubt[] {
  const { header } = records[0]!.record;
  const claim = recordedClaim(header, catalog, { machine: `The machine of ${name}` });
  if (claim?.verdict !== 'doubtful') return [];
  return [
    {
      check: 'instance-type',
      severity: 'warning',
      message: claim.message,
      advice: 'Check that it is that type: the price is the type’s.',
    },
  ];
}

function severalOffers({ name }: Group, offers: readonly Instance[], chosen: Instance): Doubt {
  const told = offers.map((each) => `${labelOf(each)} ${formatPrice(each.pricePerHour, each.currency)}`);
  return {
    check: 'several-prices',
    severity: 'warning',
    message: `${name} has several prices in the catalog: ${listed(told)} an hour. ${labelOf(chosen)} is used.`,
    advice: 'Give a catalog of your own region with --catalog.',
  };
}
