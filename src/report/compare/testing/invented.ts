import { compareMachines, compareVersions } from '../../../market/compare/index.js';
import {
  inventCatalog,
  inventCompared,
  inventSeries,
  options,
} from '../../../market/compare/testing/invented-records.js';

const catalog = inventCatalog({ 'a.fast': 0.36, 'a.slow': 0.18 });
const on = (instanceType: string, rate: number) =>
  inventCompared({ name: `runs/${instanceType}`, rate, host: { instanceType } });
/** Two priced machines, one record each. */
export const machines = compareMachines([on('a.fast', 120), on('a.slow', 100)], { ...options, catalog });
const rates = [100, 101, 99, 100, 100];
/** Five records per side, made alternately; a tenth slower after. */
export const versions = compareVersions(
  inventSeries(
    'after',
    rates.map((rate) => 0.9 * rate),
    1,
  ),
  inventSeries('before', rates, 0),
  { ...options, margin: 0.05 },
);
