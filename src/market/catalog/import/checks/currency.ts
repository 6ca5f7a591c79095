import type { Check } from '../importer.js';

/** Prices in another currency cannot be compared with the rest. */
export const checkCurrency: Check = (offers, tally, { currency }) =>
  offers.filter(({ instance, place }) => {
    if (instance.currency === currency) return true;
    tally.leftOut(`priced in ${instance.currency}, not ${currency}`, place);
    return false;
  });
