import type { ComparisonDocument } from '../../market/compare/index.js';
import { exportedFigures } from './exported.js';

/** Bencher's Metric Format, for its `json` adapter: benchmark → measure → value with its bounds. */
export function bencher(document: ComparisonDocument): string {
  const metrics = exportedFigures(document).map(({ name, throughput: { value, low, high } }) => [
    name,
    { throughput: { value, lower_value: low, upper_value: high } },
  ]);
  return `${JSON.stringify(Object.fromEntries(metrics), null, 2)}\n`;
}
