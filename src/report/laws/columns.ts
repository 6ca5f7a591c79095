import { type Column, MISSING } from '../document/table.js';
import type { DescribedFit, FitPrediction } from './schema.js';
import {
  isOfTimes,
  markOf,
  nameOfExpected,
  oneWorker,
  throughputOf,
  timeOf,
  timeRange,
  timesOneWorker,
  writeThroughput,
} from './words.js';

/** Columns of the table of predictions: one row a count, measured ones first. */
export function fitColumns(fit: DescribedFit): Column<FitPrediction>[] {
  const measuredAt = pointsOf(fit);
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
    },
    {
      label: `measured, ${fit.unit}`,
      meaning: 'What was fitted, with its 95 % interval',
      align: 'right',
      always: true,
      cell: (prediction) => {
        const point = measuredAt(prediction);
        return point === undefined ? { text: MISSING } : throughputOf(point);
      },
      data: (prediction) => ({ measured: measuredAt(prediction)?.throughput ?? null }),
    },
    {
      label: `${nameOfExpected(fit)}, ${fit.unit}`,
      meaning:
        'What the law says, held to the measured points where it misses them; the middle of the range where there is no law',
      align: 'right',
      always: true,
      cell: (prediction) =>
        fit.law === null && measuredAt(prediction) ? { text: MISSING } : throughputOf(prediction),
      data: ({ throughput }) => ({ throughput }),
    },
    {
      label: 'times one worker',
      meaning: 'Throughput, measured or else expected, divided by that of one worker',
      align: 'right',
      cell: (prediction) => timesOneWorker(best(prediction), fit),
      data: (prediction) => ({ times: best(prediction).throughput / oneWorker(fit) }),
    },
    ...(isOfTimes(fit) ? [runTime] : []),
  ];
}

const runTime: Column<FitPrediction> = {
  label: 'expected time',
  meaning: 'What a run would take: 1 ÷ the throughput that is expected, with its 95 % interval',
  align: 'right',
  cell: ({ throughput, low, high }) => ({
    text: timeOf(throughput),
    ...(low < high && { detail: timeRange({ low, high }) }),
  }),
  data: ({ throughput }) => ({ time: 1 / throughput }),
};

const pointsOf =
  ({ points }: DescribedFit) =>
  ({ workers }: FitPrediction) =>
    points.find((point) => point.workers === workers);

/**
 * The same for a terminal: the interval in a column of its own, the unit above the table, and times where times were
 * measured.
 */
export function terminalFitColumns(fit: DescribedFit): Column<FitPrediction>[] {
  const measuredAt = pointsOf(fit);
  const isTold = (prediction: FitPrediction) => fit.law !== null || measuredAt(prediction) === undefined;
  const write = isOfTimes(fit) ? timeOf : writeThroughput;
  const texts: [label: string, align: 'left' | 'right', text: (prediction: FitPrediction) => string][] = [
    ['workers', 'right', ({ workers }) => String(workers)],
    [
      'measured',
      'right',
      (prediction) => {
        const point = measuredAt(prediction);
        return point === undefined ? MISSING : write(point.throughput);
      },
    ],
    [
      nameOfExpected(fit),
      'right',
      (prediction) => (isTold(prediction) ? write(prediction.throughput) : MISSING),
    ],
    ['95 % interval', 'left', (prediction) => (isTold(prediction) ? rangeOf(prediction, fit) : '')],
    ['× one', 'right', (prediction) => timesOneWorker(measuredAt(prediction) ?? prediction, fit).text],
    ['', 'left', (prediction) => markOf(prediction) ?? ''],
  ];
  return texts.map(([label, align, text]) => ({
    ...{ label, align, meaning: '', always: true },
    cell: (prediction) => ({ text: text(prediction) }),
  }));
}

function rangeOf({ low, high }: FitPrediction, fit: DescribedFit): string {
  if (low === high) return '';
  if (isOfTimes(fit)) return timeRange({ low, high });
  const range = `${writeThroughput(low)} to ${writeThroughput(high)}`;
  // `8.56 billion to 9.10 billion` takes room that a terminal does not have.
  return range.replace(/^(\S+) (\w+) to (\S+) \2$/, '$1 to $3 $2');
}
