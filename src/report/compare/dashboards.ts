import { AFTER, type ComparisonDocument, type MeasuredSetting, nameOf } from '../../market/compare/index.js';
import { counted, formatPercent } from '../../stats/index.js';

/** A figure of a setting, by the name under which a dashboard keeps its history. */
interface ExportedFigure extends MeasuredSetting {
  name: string;
  unit: string;
}

/**
 * What dashboards get: every setting of the newer side, or of every machine. A name holds the machine only where there
 * are several, so that histories go on when a runner is replaced.
 */
function exportedFigures({ kind, groups, works }: ComparisonDocument): ExportedFigure[] {
  const hasSeveral = kind === 'machines' && groups.length > 1;
  return works.flatMap(({ title, entries, openEnded }) =>
    entries
      .filter(({ group }) => kind === 'machines' || group === AFTER)
      .flatMap(({ group, settings }) =>
        settings.map((measured) => ({
          ...measured,
          name: [title, nameOf(measured.setting), ...(hasSeveral ? [group] : [])].join(', '),
          unit: openEnded ? 'turns/s' : 'tasks/s',
        })),
      ),
  );
}

/** Bencher's Metric Format, for its `json` adapter: benchmark → measure → value with its bounds. */
export function bencher(document: ComparisonDocument): string {
  const metrics = exportedFigures(document).map(({ name, throughput: { value, low, high } }) => [
    name,
    { throughput: { value, lower_value: low, upper_value: high } },
  ]);
  return `${JSON.stringify(Object.fromEntries(metrics), null, 2)}\n`;
}

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
