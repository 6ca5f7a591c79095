import type { ComparedBenchmark } from '../../../market/compare/index.js';
import { formatChange } from '../../../stats/index.js';
import { type Chart, rowChart } from '../../charts/chart.js';
import { guideLine, measuredLine } from '../../charts/style.js';
import { plain } from '../../document/table.js';

const MOST_ROWS = 20;
const MOST_CHARACTERS = 36;

/** After ÷ before with its interval, a row a benchmark, beside the line where nothing changed. */
export function changeChart(
  benchmarks: readonly ComparedBenchmark[],
  nameOf: (row: ComparedBenchmark) => string,
): Chart {
  const rows = benchmarks.slice(0, MOST_ROWS);
  const points = rows.map(({ ratio: { value, low, high } }, row) => ({
    x: value,
    xMin: low,
    xMax: high,
    y: row,
    at: row,
  }));
  const unchanged = rows.map((_, row) => ({ x: 1, y: row, at: row }));
  const left = benchmarks.length - rows.length;
  const title = 'Change of each benchmark';
  return {
    id: 'change',
    title,
    caption: captionOf(rows[0]!, nameOf(rows[0]!), left),
    isWide: true,
    config: rowChart(
      title,
      { title: 'iterations per second, after ÷ before' },
      rows.map((row) => [shortened(nameOf(row))]),
      [
        { ...measuredLine('after ÷ before', 0, points), showLine: false },
        { ...guideLine('no change', unchanged, 'ideal'), type: 'line' },
      ],
    ),
  };
}

/** The end of a name tells more than the folder of its file. */
function shortened(name: string): string {
  const text = plain(name);
  return text.length <= MOST_CHARACTERS ? text : `…${text.slice(1 - MOST_CHARACTERS)}`;
}

function captionOf({ ratio }: ComparedBenchmark, name: string, left: number): string {
  const more = left === 0 ? '' : ` The table has ${left} more.`;
  return `On top: ${name}, ${formatChange(ratio.value - 1)}. Whiskers: 95 % interval over runs; right of the line is faster.${more}`;
}
