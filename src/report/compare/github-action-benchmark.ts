import type { ComparisonDocument } from '../../market/compare/index.js';
import { counted, formatPercent } from '../../stats/index.js';
import { exportedFigures } from './exported.js';

/**
 * For `tool: customBiggerIsBetter` of the action github-action-benchmark: a list of `name`, `unit`, `value`, and texts
 * for `range` and `extra`.
 */
export function githubActionBenchmark(document: ComparisonDocument): string {
  const figures = exportedFigures(document).map(({ name, unit, throughput, records }) => ({
    name,
    unit,
    value: throughput.value,
    range: `± ${formatPercent((throughput.high - throughput.low) / 2 / throughput.value)}`,
    extra: `95 % interval ${throughput.low.toPrecision(4)} to ${throughput.high.toPrecision(4)}, ${counted(records, 'record')}`,
  }));
  return `${JSON.stringify(figures, null, 2)}\n`;
}
