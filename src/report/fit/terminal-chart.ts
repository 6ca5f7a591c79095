import { plot } from 'simple-ascii-chart';
import { formatRate } from '../../stats/index.js';
import type { DescribedFit, FitPrediction } from '../laws/schema.js';
import { isAssumed, nameOfExpected } from '../laws/words.js';

const HEIGHT = 15;
/** Axis, arrow and a blank beside the labels of the scale. */
const MARGIN = 4;
/** So many times the largest measured count are shown at most: farther away the points would be a speck. */
const FARTHEST = 2;

/** What the characters of its chart mean. */
export function chartKey(fit: DescribedFit): string {
  const law = fit.law === null ? 'middle of the range' : nameOfExpected(fit);
  const ends = isAssumed(fit) ? 'the assumed range' : 'its 95 % interval';
  return `● measured, ─ ${law}, ╌ beyond the points, · ${ends}`;
}

/** Throughput over workers in characters, at most `width` columns wide; nothing where there is but one count. */
export function terminalChart(fit: DescribedFit, width: number): string[] {
  const counts = fit.points.map(({ workers }) => workers);
  const [first, last] = [fit.band[0]!.workers, farthest(fit)];
  if (first === last) return [];
  const shown = [...fit.band.filter(({ workers }) => workers < last), between(fit.band, last)];
  const scale = scaleTo(Math.max(...[...shown, ...fit.points].map(({ throughput }) => 1.1 * throughput)));
  const columns = width - MARGIN - Math.max(...scale.map((value) => formatRate(value).length));
  const step = (last - first) / (columns - 1);
  const curve = Array.from({ length: columns }, (_, i) => between(fit.band, first + i * step));
  const line = (end: 'low' | 'throughput' | 'high') =>
    curve.map((one): [number, number] => [one.workers, Math.min(one[end], scale.at(-1)!)]);
  const drawn = plot([line('low'), line('high'), line('throughput')], {
    width: columns,
    height: HEIGHT,
    points: fit.points.map(({ workers, throughput }) => ({ x: workers, y: throughput })),
    yRange: [0, scale.at(-1)!],
    customYAxisTicks: scale,
    customXAxisTicks: apart([...counts, last], step),
    formatter: (value, { axis }) => (axis === 'x' ? String(value) : formatRate(value)),
    lineFormatter: ({ plotX, plotY, y, index }) => ({
      x: plotX,
      y: plotY,
      symbol: y !== curve[index]!.throughput ? '·' : curve[index]!.extrapolated ? '╌' : '─',
    }),
  });
  return drawn.split('\n').filter((text) => text.trim() !== '');
}

function farthest({ points, predictions }: DescribedFit): number {
  const measured = points.at(-1)!.workers;
  const wanted = predictions.at(-1)!.workers;
  return Math.min(wanted, FARTHEST * measured);
}

/** The curve at any count between its ends; straight between the counts that it has. */
function between(band: readonly FitPrediction[], workers: number): FitPrediction {
  const after = Math.max(
    1,
    band.findIndex((one) => one.workers >= workers),
  );
  const [a, b] = [band[after - 1]!, band[after]!];
  const share = (workers - a.workers) / (b.workers - a.workers);
  const mix = (end: 'low' | 'throughput' | 'high') => a[end] * (1 - share) + b[end] * share;
  return { ...b, workers, low: mix('low'), throughput: mix('throughput'), high: mix('high') };
}

/** Round numbers from 0 to `most` and a little beyond, about four apart. */
function scaleTo(most: number): number[] {
  const power = 10 ** Math.floor(Math.log10(most / 4));
  const step = power * [1, 2, 2.5, 5, 10].find((factor) => 4 * factor * power >= most)!;
  return Array.from({ length: Math.ceil(most / step) + 1 }, (_, i) => i * step);
}

/** Those counts whose labels have room beside one another; the last one always. `step`: workers a column. */
function apart(counts: readonly number[], step: number): number[] {
  const kept: number[] = [];
  for (const count of [...new Set(counts)].sort((a, b) => b - a)) {
    const next = kept.at(-1);
    if (next === undefined || (next - count) / step > String(count).length + String(next).length / 2)
      kept.push(count);
  }
  return kept.reverse();
}
