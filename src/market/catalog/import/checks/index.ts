import type { Check } from '../importer.js';
import { checkCurrency } from './currency.js';
import { checkDuplicates } from './duplicates.js';
import { checkFamilyLine } from './family-line.js';
import { checkPhysicalCores } from './physical-cores.js';
import { checkShippedPrice } from './shipped-price.js';

/** In this order: a wrong price that is off the line goes before it could win as a duplicate. */
export const checks: readonly Check[] = [
  checkCurrency,
  checkFamilyLine,
  checkDuplicates,
  checkShippedPrice,
  checkPhysicalCores,
];
