import { labelOf } from '../../instance.js';
import { formatPrice } from '../../price.js';
import type { Check, Offer } from '../importer.js';

/** One price for a type and region: of several, the highest, so that nothing turns out dearer than it was said to be. */
export const checkDuplicates: Check = (offers, tally) => {
  const kept = new Map<string, Offer>();
  for (const offer of offers) {
    const label = labelOf(offer.instance);
    const other = kept.get(label);
    if (other === undefined) kept.set(label, offer);
    else kept.set(label, dearerOf(other, offer, tally));
  }
  return [...kept.values()];
};

function dearerOf(first: Offer, second: Offer, tally: Parameters<Check>[1]): Offer {
  const isDearer = second.instance.pricePerHour > first.instance.pricePerHour;
  const [dear, cheap] = isDearer ? [second, first] : [first, second];
  if (dear.instance.pricePerHour === cheap.instance.pricePerHour) {
    tally.leftOut('the same type and price a second time', cheap.place);
    return first;
  }
  const price = ({ instance }: Offer) => formatPrice(instance.pricePerHour, instance.currency);
  tally.kept(
    'two prices for one type; the higher one stays',
    `${dear.place}: ${price(dear)}, not ${price(cheap)} of ${cheap.place}`,
  );
  return dear;
}
