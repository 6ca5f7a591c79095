import { priceAge } from '../../catalog/index.js';
import type { Doubt } from '../schema.js';
import type { DoubtCheck } from './doubt-context.js';

/** What is to be said of prices: how old they are, where they are missing, which currencies they are in. */
export const prices: DoubtCheck = ({ groups, today }) => {
  const known = groups.flatMap(({ price }) => price ?? []);
  const age = priceAge(known, today);
  const currencies = [...new Set(known.map(({ currency }) => currency))];
  return [
    ...groups.flatMap(({ priceDoubts }) => priceDoubts),
    ...(age ? [{ check: 'price-age', ...age }] : []),
    ...(currencies.length > 1 ? [several(currencies)] : []),
  ];
};

function several(currencies: readonly string[]): Doubt {
  return {
    check: 'several-currencies',
    severity: 'warning',
    message: `Prices are in ${currencies.join(' and ')}: costs are only compared within a currency.`,
    advice: 'Give a catalog in one currency with --catalog.',
  };
}
