import type { ChartLine, ChartPoint } from './chart.js';

/** After Okabe and Ito, for all kinds of colour vision; blue lighter and two more, to stand out on black as on white. */
const palette = ['#1F7FC4', '#D55E00', '#009E73', '#CC79A7', '#E69F00', '#56B4E9', '#8C6BB1', '#A6761D'];
const shapes = ['circle', 'rect', 'triangle', 'rectRot', 'star', 'crossRot', 'rectRounded', 'cross'];
const dashes = [[], [8, 4], [2, 3], [8, 3, 2, 3]];

const neutral = '#8b8f94';

/** A measured line. Neighbours differ in colour, in the points' shape and in dashes, not in colour alone. */
export function measuredLine(label: string, index: number, data: ChartPoint[]): ChartLine {
  const color = palette[index % palette.length]!;
  return {
    label,
    data,
    borderColor: color,
    backgroundColor: color,
    borderWidth: 2,
    borderDash: dashes[index % dashes.length]!,
    pointStyle: shapes[index % shapes.length]!,
    pointRadius: 5,
    pointHoverRadius: 7,
    clip: 12,
    errorBarColor: color,
    errorBarWhiskerColor: color,
    errorBarLineWidth: 1.5,
    errorBarWhiskerLineWidth: 1.5,
    errorBarWhiskerSize: 9,
  };
}

/** A line to compare with: thin, grey, without intervals. */
export function guideLine(
  label: string,
  data: ChartPoint[],
  style: 'ideal' | 'ceiling' | 'knee',
  index = 0,
): ChartLine {
  const hasPoints = style === 'ceiling';
  return {
    label,
    data,
    borderColor: neutral,
    backgroundColor: neutral,
    borderWidth: hasPoints ? 2 : 1,
    borderDash: style === 'ideal' ? [] : style === 'knee' ? [2, 4] : [3 + 3 * index, 3],
    pointStyle: hasPoints ? (index % 2 === 0 ? 'crossRot' : 'cross') : 'line',
    pointRadius: hasPoints ? 4 : 0,
    clip: 12,
    errorBarColor: neutral,
    errorBarWhiskerColor: neutral,
    errorBarLineWidth: 1,
    errorBarWhiskerLineWidth: 1,
    errorBarWhiskerSize: 6,
  };
}

/** A law through measured points, of their colour: solid where it was measured, dashed beyond. */
export function lawLine(label: string, where: 'measured' | 'beyond', data: ChartPoint[]): ChartLine {
  const color = palette[0]!;
  return {
    type: 'line',
    label,
    data,
    borderColor: color,
    backgroundColor: color,
    borderWidth: 2,
    borderDash: where === 'beyond' ? [6, 5] : [],
    pointStyle: 'line',
    pointRadius: 0,
    clip: 12,
  };
}

/** What the outline in `data` encloses, in a shade of the measured points' colour. */
export function area(label: string, data: ChartPoint[]): ChartLine {
  const shade = `${palette[0]!}2E`;
  return {
    type: 'line',
    label,
    data,
    fill: 'shape',
    borderWidth: 0,
    borderColor: shade,
    backgroundColor: shade,
    pointStyle: 'rect',
    pointRadius: 0,
    pointHitRadius: 0,
    clip: 12,
  };
}

/**
 * Bars from one place of a row to another, `tracks` of a row below one another; neighbours differ in shade.
 * Chart.js is told where they lie by `span` and `row`.
 */
export function spans(label: string, kind: SpanKind, track: string, data: ChartPoint[]): ChartLine {
  const shades = spanShades[kind];
  return {
    label,
    data,
    stack: track,
    parsing: { xAxisKey: 'span', yAxisKey: 'row' },
    backgroundColor: shades.length === 1 ? shades[0]! : shaded(data, shades),
    borderWidth: 0,
    borderSkipped: false,
    minBarLength: 1,
    pointStyle: 'rect',
    categoryPercentage: 0.86,
    barPercentage: 0.94,
  };
}

/** Within a row in turn. */
function shaded(data: readonly ChartPoint[], shades: readonly string[]): string[] {
  const counts = new Map<string | undefined, number>();
  return data.map(({ row }) => {
    const count = counts.get(row) ?? 0;
    counts.set(row, count + 1);
    return shades[count % shades.length]!;
  });
}

/** Bars that fill their rows, each as dark as its share from 0 to 1; one without a share is not filled. */
export function heatCells(
  label: string,
  data: ChartPoint[],
  shares: readonly (number | undefined)[],
): ChartLine {
  const alphaOf = (share: number) =>
    Math.round(255 * (0.06 + 0.5 * share))
      .toString(16)
      .padStart(2, '0');
  return {
    label,
    data,
    grouped: false,
    parsing: { xAxisKey: 'span', yAxisKey: 'row' },
    backgroundColor: shares.map((share) =>
      share === undefined ? 'transparent' : `${palette[0]!}${alphaOf(share)}`,
    ),
    borderColor: 'white',
    borderWidth: 2,
    borderSkipped: false,
    categoryPercentage: 1,
    barPercentage: 1,
  };
}

/** What a worker is at. */
export type SpanKind = keyof typeof spanShades;

const spanShades = {
  works: ['#1F7FC4', '#6FB1E1'],
  waits: ['#E69F00'],
  ends: ['#D55E00'],
  unused: ['#8b8f94'],
  queued: ['#CC79A7'],
};

/** A ring around the point that is the answer. */
export function markedPoint(label: string, data: ChartPoint): ChartLine {
  return {
    ...measuredLine(label, 0, [data]),
    type: 'line',
    backgroundColor: 'transparent',
    borderColor: ink,
    isInk: true,
    pointBorderWidth: 2,
    pointRadius: 10,
    pointHoverRadius: 11,
    showLine: false,
  };
}

/** The page's script takes the page's colour of text for it. */
const ink = '#1b1d20';

/** The part of stacked bars that is gained; what was lost has the colours of its causes. */
export function useful(label: string, data: ChartPoint[]): ChartLine {
  return { label, data, backgroundColor: gained, borderColor: gained, borderWidth: 0, pointStyle: 'rect' };
}

const gained = '#12808F';

/** Over bars: where they end, with the range that this is known in. */
export function intervals(label: string, data: ChartPoint[]): ChartLine {
  return {
    ...measuredLine(label, 0, data),
    type: 'lineWithErrorBars',
    showLine: false,
    pointRadius: 3,
    pointStyle: 'circle',
    ...{ backgroundColor: ink, borderColor: ink, errorBarColor: ink, errorBarWhiskerColor: ink },
    isInk: true,
    order: -1,
    errorBarLineWidth: 2,
    errorBarWhiskerLineWidth: 2,
  };
}

/** A part of stacked bars; the one beyond the palette is what nothing explains, and grey. */
export function bar(label: string, index: number, data: ChartPoint[]): ChartLine {
  const color = palette[index] ?? neutral;
  return { label, data, backgroundColor: color, borderColor: color, borderWidth: 0, pointStyle: 'rect' };
}
