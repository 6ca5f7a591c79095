import { MISSING } from '../column.js';
import {
  type FitPrediction,
  fitColumns,
  isOfTimes,
  nameOfExpected,
  timeOf,
  timeRange,
} from '../fits/index.js';
import { plainTable } from '../plain-table.js';
import type { FittedCurve } from './schema.js';

/**
 * The table of predictions for a terminal: the interval in a column of its own, the unit above the table, and times
 * where times were measured.
 */
export function predictionLines(curve: FittedCurve): string[] {
  const [workers, measured, law, times] = fitColumns(curve);
  const figures = isOfTimes(curve) ? timesOf(curve) : throughputsOf(measured!, law!);
  const columns = [
    { label: 'workers', align: 'right' },
    { label: 'measured', align: 'right' },
    { label: nameOfExpected(curve), align: 'right' },
    { label: '95 % interval', align: 'left' },
    { label: '× one', align: 'right' },
    { label: '', align: 'left' },
  ] as const;
  const rows = curve.predictions.map((prediction) => {
    const count = workers!.cell(prediction);
    return [count.text, ...figures(prediction), times!.cell(prediction).text, count.detail ?? ''];
  });
  return plainTable(columns, rows);
}

/** Measured, expected, and its interval. */
type Figures = (prediction: FitPrediction) => [string, string, string];

type Columns = ReturnType<typeof fitColumns>;

function throughputsOf(measured: Columns[number], law: Columns[number]): Figures {
  return (prediction) => {
    const { text, detail } = law.cell(prediction);
    return [measured.cell(prediction).text, text, withUnitOnce(detail ?? '')];
  };
}

/** `8.56 billion to 9.10 billion` takes room that a terminal does not have. */
function withUnitOnce(range: string): string {
  return range.replace(/^(\S+) (\w+) to (\S+) \2$/, '$1 to $3 $2');
}

function timesOf({ points, law }: FittedCurve): Figures {
  return (prediction) => {
    const point = points.find(({ workers }) => workers === prediction.workers);
    const measured = point === undefined ? MISSING : timeOf(point.throughput);
    if (law === null && point !== undefined) return [measured, MISSING, ''];
    const isRange = prediction.low < prediction.high;
    return [measured, timeOf(prediction.throughput), isRange ? timeRange(prediction) : ''];
  };
}
