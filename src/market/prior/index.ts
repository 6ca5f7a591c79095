export { chanceOf, chancesWithin, intervalOf, reachedWith } from './certainty.js';
export { type Likely, type Machine, Machines } from './machines.js';
export { type NextType, nextTypes, type Offer } from './next-types.js';
export { type Measurement, type Posterior, posteriorOf } from './posterior.js';
export { type Prior, priorFrom } from './prior.js';
export { type PricedRates, type PublicRates, readRates, shippedRates } from './public-rates.js';
