import { MISSING } from '../column.js';
import type { RowColumn } from '../row-column.js';
import { isOfTimes, timeOf, timeRange } from './run-time.js';
import type { DescribedFit, FitPrediction } from './schema.js';
import { markOf, nameOfExpected, oneWorker, throughputOf, timesOneWorker } from './words.js';

/** Columns of the table of predictions: one row a count, measured ones first. */
export function fitColumns(fit: DescribedFit): RowColumn<FitPrediction>[] {
  const measuredAt = ({ workers }: FitPrediction) => fit.points.find((point) => point.workers === workers);
  const best = (prediction: FitPrediction) => measuredAt(prediction) ?? prediction;
  return [
    {
      label: 'workers',
      meaning:
        'With as many CPUs; extrapolated: beyond what was measured; assumed: by other software’s range',
      align: 'right',
      cell: (prediction) => {
        const detail = markOf(prediction);
        return { text: String(prediction.workers), ...(detail && { detail }) };
      },
      sort: ({ workers }) => workers,
    },
    {
      label: `measured, ${fit.unit}`,
      meaning: 'What was fitted, with its 95 % interval',
      align: 'right',
      cell: (prediction) => {
        const point = measuredAt(prediction);
        return point === undefined ? { text: MISSING } : throughputOf(point);
      },
      sort: (prediction) => measuredAt(prediction)?.throughput,
    },
    {
      label: `${nameOfExpected(fit)}, ${fit.unit}`,
      meaning:
        'What the law says, held to the measured points where it misses them; the middle of the range where there is no law',
      align: 'right',
      cell: (prediction) =>
        fit.law === null && measuredAt(prediction) ? { text: MISSING } : throughputOf(prediction),
      sort: ({ throughput }) => throughput,
    },
    {
      label: 'times one worker',
      meaning: 'Throughput, measured or else expected, divided by that of one worker',
      align: 'right',
      cell: (prediction) => timesOneWorker(best(prediction), fit),
      sort: (prediction) => best(prediction).throughput / oneWorker(fit),
    },
    ...(isOfTimes(fit) ? [runTime] : []),
  ];
}

const runTime: RowColumn<FitPrediction> = {
  label: 'expected time',
  meaning: 'What a run would take: 1 ÷ the throughput that is expected, with its 95 % interval',
  align: 'right',
  cell: ({ throughput, low, high }) => ({
    text: timeOf(throughput),
    ...(low < high && { detail: timeRange({ low, high }) }),
  }),
  sort: ({ throughput }) => 1 / throughput,
};
