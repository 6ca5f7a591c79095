import type { DescribedFit, FitPoint, FitPrediction } from '../laws/schema.js';
import { isAssumed, nameOfExpected, oneWorker } from '../laws/words.js';
import { type Chart, type ChartLine, type ChartPoint, lineChart } from './chart.js';
import { area, guideLine, lawLine, measuredLine } from './style.js';

const point = ({ workers, throughput, low, high }: FitPoint): ChartPoint => ({
  x: workers,
  at: workers,
  y: throughput,
  ...(low === undefined || high === undefined ? {} : { yMin: low, yMax: high }),
});

const exact = (workers: number, throughput: number): ChartPoint => ({
  x: workers,
  at: workers,
  y: throughput,
});

/** An interval that ends nowhere is drawn to this many times its middle. */
const TALLEST = 4;

/** Without a law nothing is said of what lies between the measured counts. */
function told({ law, band }: DescribedFit): FitPrediction[] {
  const largest = band.findLastIndex(({ extrapolated }) => !extrapolated);
  return law === null ? band.slice(largest) : band;
}

/** Forth along the upper ends and back along the lower ones. */
function bandOf(fit: DescribedFit): ChartPoint[] {
  const band = told(fit);
  const upper = band.map(({ workers, throughput, high }) =>
    exact(workers, Math.min(high, TALLEST * throughput)),
  );
  const lower = band.map(({ workers, throughput, low }) =>
    exact(workers, Math.max(low, throughput / TALLEST)),
  );
  return [...upper, ...lower.reverse()];
}

const middle = ({ workers, throughput }: FitPrediction): ChartPoint => exact(workers, throughput);

/** Solid between the measured counts, dashed beyond them. */
function lawLines(fit: DescribedFit): ChartLine[] {
  const band = told(fit);
  const within = band.filter(({ extrapolated }) => !extrapolated);
  const beyond = band.filter(({ extrapolated }) => extrapolated);
  const joined = [...within.slice(-1), ...beyond].map(middle);
  return [
    ...(within.length < 2 ? [] : [lawLine(nameOfExpected(fit), 'measured', within.map(middle))]),
    ...(beyond.length === 0 ? [] : [lawLine('predicted', 'beyond', joined)]),
  ];
}

function ceilingLines({ ceiling }: DescribedFit): ChartLine[] {
  return ceiling.length < 2 ? [] : [guideLine('ceiling', ceiling.map(point), 'ceiling')];
}

function idealLine(fit: DescribedFit): ChartLine {
  const ends = [fit.band[0]!, fit.band.at(-1)!].map(({ workers }) =>
    exact(workers, workers * oneWorker(fit)),
  );
  return guideLine('ideal', ends, 'ideal');
}

function captionOf(fit: DescribedFit): string {
  const largest = fit.points.at(-1)!.workers;
  const shaded = isAssumed(fit)
    ? 'the range that other software and machines span'
    : 'the 95 % interval of the prediction';
  return `Points were measured; shaded is ${shaded}; dashed, beyond ${largest} workers, is prediction. Both axes are logarithmic.`;
}

export interface FitChartNames {
  /** Unique within the report. */
  id: string;
  /** Of the PNG; the page has its own. */
  heading: string;
}

/** Throughput over workers: what was measured, the law with its band, the ceiling, and what lies beyond. */
export function fitChart(fit: DescribedFit, { id, heading }: FitChartNames): Chart {
  const counts = fit.band.map(({ workers }) => workers);
  const lines = [
    { ...measuredLine('measured', 0, fit.points.map(point)), showLine: false },
    ...lawLines(fit),
    ...ceilingLines(fit),
    idealLine(fit),
    area(isAssumed(fit) ? 'assumed range' : '95 % interval', bandOf(fit)),
  ];
  const x = { title: 'workers', values: counts, logarithmic: true };
  const values = lines.flatMap(({ data }) => data.map(({ y }) => y)).filter((y) => y > 0);
  const y = { title: `throughput (${fit.unit})`, values, logarithmic: true };
  const title = 'Throughput over workers';
  return { id, title, caption: captionOf(fit), config: lineChart([heading], x, y, lines) };
}
