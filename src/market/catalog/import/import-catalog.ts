import type { Catalog } from '../catalog.js';
import { shippedCatalog } from '../shipped.js';
import { checks } from './checks/index.js';
import { SHIPPED_TOPOLOGY } from './checks/physical-cores.js';
import {
  type Importer,
  type ImportRequest,
  type Offer,
  type Offers,
  type Remark,
  Tally,
} from './importer.js';

export interface Imported {
  readonly catalog: Catalog;
  /** What was wrong with which rows, and what became of them. */
  readonly remarks: readonly Remark[];
}

/**
 * Reads what a provider offers for download into a catalog: Linux, on demand, one currency, one price a type and
 * region. Rows that are wrong or not asked for are left out and remarked on; none may remain.
 * Throws UsageError where a file cannot be read or is of another shape.
 */
export async function importCatalog(importer: Importer, request: ImportRequest): Promise<Imported> {
  const tally = new Tally();
  const read = await importer.read(request, tally);
  const asked = read.offers.filter(({ instance }) => isAsked(instance.region, request));
  const offers = checks.reduce((left, check) => check(left, tally, request), asked as readonly Offer[]);
  return { catalog: catalogOf(offers, read), remarks: tally.remarks() };
}

function isAsked(region: string, { regions }: ImportRequest): boolean {
  return regions === undefined || regions.includes(region);
}

function catalogOf(offers: readonly Offer[], { attribution = [] }: Offers): Catalog {
  const instances = offers.map(({ instance }) => instance);
  const asOf =
    instances
      .map((each) => each.asOf)
      .sort()
      .at(-1) ?? '';
  const isFilled = instances.some(({ sources }) => sources?.topology === SHIPPED_TOPOLOGY);
  const named = [...attribution, ...(isFilled ? shippedCatalog().attribution : [])];
  return { asOf, instances, attribution: [...new Set(named)] };
}
