import { formatRatio } from '../../../../stats/index.js';
import { labelOf } from '../../instance.js';
import { shippedCatalog } from '../../shipped.js';
import type { Check } from '../importer.js';

/** List prices change by less; a whole file of the wrong product shows nothing within itself. */
const UNLIKELY = 1.4;

/** A price that is far from the shipped catalog's for the same type and region stays, with a doubt. */
export const checkShippedPrice: Check = (offers, tally) => {
  const known = new Map(shippedCatalog().instances.map((each) => [labelOf(each), each]));
  for (const { instance, place } of offers) {
    const other = known.get(labelOf(instance));
    if (other === undefined || other.currency !== instance.currency) continue;
    const ratio = instance.pricePerHour / other.pricePerHour;
    if (Math.max(ratio, 1 / ratio) > UNLIKELY)
      tally.kept(
        'price far from that in the shipped catalog',
        `${place}: ${formatRatio(ratio)} that of ${other.asOf}`,
      );
  }
  return offers;
};
