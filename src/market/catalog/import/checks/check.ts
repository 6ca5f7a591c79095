import type { ImportRequest, Offer } from '../importer.js';
import type { Tally } from '../tally.js';

/** Looks at all offers together: tells the tally what is wrong, and returns those that stay. */
export type Check = (offers: readonly Offer[], tally: Tally, request: ImportRequest) => readonly Offer[];
