import { largest, smallest } from '../../stats/index.js';

/** A point of a line; `at` is the true x where `x` is moved aside so that intervals do not hide one another. */
export interface ChartPoint {
  x: number;
  y: number;
  yMin?: number;
  yMax?: number;
  /** Of a point whose interval lies along x, where rows are machines. */
  xMin?: number;
  xMax?: number;
  at: number;
  /** Of a bar that does not begin at zero: where it begins and ends, and the row that it stands in. */
  span?: [number, number];
  row?: string;
  /** Of a bar that is a cell: what stands in it. */
  lines?: string[];
}

export interface ChartLine {
  label: string;
  data: ChartPoint[];
  [style: string]: unknown;
}

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** A Chart.js configuration as plain JSON data, so that one and the same draws the PNG and the page. */
export interface ChartConfig {
  type: 'lineWithErrorBars' | 'bar';
  /** `labels`: the rows of a bar chart, each in its lines; a point's `y` is its row. */
  data: { labels?: string[][] | string[]; datasets: ChartLine[] };
  options: { [key: string]: Json };
  /** Bars are cells: what stands below each column of them. */
  cells?: { columns: string[] };
}

export interface Chart {
  /** Unique within a report; also the PNG's file name. */
  id: string;
  title: string;
  /** One sentence that says what one sees. */
  caption: string;
  /** As wide as the page, and as high as its rows need. */
  isWide?: true;
  config: ChartConfig;
}

export interface Axis {
  title: string;
  values: readonly number[];
  logarithmic?: boolean;
}

/**
 * Lines stand side by side at each x, so that no interval hides another: in proportion to x
 * and by at most 1 %, so that no point seems to lie above the ideal line that does not.
 */
export function aside(x: number, index: number, lines: number): number {
  const share = Math.min(0.006, 0.02 / Math.max(1, lines - 1));
  return x * (1 + (index - (lines - 1) / 2) * share);
}

/** Room at both ends, so that intervals at the outermost points are not cut. */
function linear({ title, values }: Axis): Json {
  const [first, last] = [smallest(values), largest(values)];
  const room = Math.max(0.2, (last - first) * 0.05);
  return {
    type: 'linear',
    min: Math.max(0, first - room),
    max: last + room,
    title: { display: true, text: title },
    ticks: { precision: 0, includeBounds: false, ...(last - first < 12 ? { stepSize: 1 } : {}) },
  };
}

const logarithmic = ({ title, values }: Axis): Json => ({
  type: 'logarithmic',
  min: smallest(values) / 1.2,
  max: roundUp(largest(values) * 1.04),
  title: { display: true, text: title },
  ticks: { maxRotation: 0 },
});

/** To 1, 2, 3, 5 or 10 times a power of ten, since a tick stands where an axis ends. */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return power * [1, 2, 3, 5, 10].find((step) => step * power >= value)!;
}

const fromZero = (title: string): Json => ({
  type: 'linear',
  beginAtZero: true,
  grace: '4%',
  title: { display: true, text: title },
});

const scaleOf = (axis: string | Axis): Json => {
  if (typeof axis === 'string') return fromZero(axis);
  return axis.logarithmic ? logarithmic(axis) : linear(axis);
};

/** Below the chart, each entry with the mark of its points. */
export const legend = {
  position: 'bottom',
  align: 'start',
  labels: { usePointStyle: true, boxHeight: 7, padding: 14 },
} satisfies Json;

/** Of a chart of lines: these, which are of another unit, by an axis of their own on the right. */
export function onRightAxis(config: ChartConfig, title: string, lines: readonly ChartLine[]): ChartConfig {
  const axis = { ...(fromZero(title) as object), position: 'right', grid: { drawOnChartArea: false } };
  const datasets = config.data.datasets.map((line) =>
    lines.includes(line) ? { ...line, yAxisID: 'right' } : line,
  );
  const scales = { ...(config.options.scales as { [key: string]: Json }), right: axis };
  return { ...config, data: { ...config.data, datasets }, options: { ...config.options, scales } };
}

/** Figures with their intervals, each in a row of its own; a page has the heading itself. */
export function rowChart(
  heading: string,
  x: { title: string; beginAtZero?: true },
  labels: string[][],
  lines: ChartLine[],
): ChartConfig {
  const { title, ...from } = x;
  return {
    type: 'lineWithErrorBars',
    data: { labels, datasets: lines },
    options: {
      maintainAspectRatio: false,
      indexAxis: 'y',
      interaction: { mode: 'nearest', intersect: false, axis: 'y' },
      scales: {
        x: { type: 'linear', ...from, grace: '4%', title: { display: true, text: title } },
        y: { type: 'category', offset: true, ticks: { autoSkip: false } },
      },
      plugins: {
        title: { display: true, text: [heading] },
        legend: { display: false },
      },
    },
  };
}

/** Lines over a numeric x; an axis that is only named starts at 0. `heading` is drawn into the PNG; the page has its own. */
export function lineChart(
  heading: string[],
  x: string | Axis,
  y: string | Axis,
  lines: ChartLine[],
): ChartConfig {
  return {
    type: 'lineWithErrorBars',
    data: { datasets: lines },
    options: {
      maintainAspectRatio: false,
      interaction: { mode: 'nearest', intersect: false, axis: 'xy' },
      scales: {
        x: scaleOf(x),
        y: scaleOf(y),
      },
      plugins: {
        title: { display: true, text: heading },
        legend,
      },
    },
  };
}
