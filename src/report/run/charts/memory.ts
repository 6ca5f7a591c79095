import { curvesOf, nameWorkers } from '../../../insight/analysis/index.js';
import { formatMemory, formatRatio } from '../../../stats/index.js';
import { type Chart, type ChartLine, lineChart, onRightAxis } from '../../charts/chart.js';
import { measuredLine } from '../../charts/style.js';
import { subjectOf } from '../answer.js';
import type { Chapter } from '../chapters.js';
import type { ReportCase } from '../report/case-schema.js';
import { type Line, sharedBy } from './curve-labels.js';

type Point = ReportCase & { peakMemoryMiB: number };

const isPoint = (c: ReportCase): c is Point => c.peakMemoryMiB !== null && c.speedup !== null;

/** The curve of the setting that the answer is about, else the one with the most worker counts. */
function curveOf(chapter: Chapter): Line | undefined {
  const all = curvesOf(chapter.cases.filter(isPoint), (c) => c).filter(({ cases }) => cases.length > 1);
  const subject = subjectOf(chapter);
  const own = all.find(({ cases }) => cases.some(({ id }) => id === subject?.id));
  return own ?? all.sort((a, b) => b.cases.length - a.cases.length)[0];
}

/** What more workers give beside what they hold: speedup on the left, peak memory on the right. */
export function memoryChart(chapter: Chapter): Chart | undefined {
  const curve = curveOf(chapter);
  if (curve === undefined) return undefined;
  const points = curve.cases.filter(isPoint);
  const speedup = measuredLine(
    'speedup',
    0,
    points.map(({ workers, speedup: gain }) => ({
      ...{ x: workers, at: workers, y: gain!.value, yMin: gain!.low, yMax: gain!.high },
    })),
  );
  const memory = memoryLines(points);
  const heading = [`${chapter.title}: memory beside speedup`, sharedBy([curve])].filter(
    (text) => text !== '',
  );
  const x = { title: 'workers', values: points.map(({ workers }) => workers) };
  const config = lineChart(heading, x, 'speedup (times serial)', [speedup, ...memory]);
  return {
    id: `${chapter.id}-memory`,
    title: 'Memory beside speedup',
    caption: captionOf(points),
    config: onRightAxis(config, 'peak memory (MiB)', memory),
  };
}

function memoryLines(points: readonly Point[]): ChartLine[] {
  const all = points.map(({ workers, peakMemoryMiB }) => ({ x: workers, at: workers, y: peakMemoryMiB }));
  const each = points.flatMap(({ workers, memoryPerWorkerMiB: y }) =>
    y === null || y === undefined ? [] : [{ x: workers, at: workers, y }],
  );
  const lines = [measuredLine('MiB in all', 1, all), measuredLine('MiB of the largest worker', 2, each)];
  return lines.filter(({ data }) => data.length > 0);
}

/** From the fewest workers to the most. */
function captionOf(points: readonly Point[]): string {
  const [first, last] = [points[0]!, points.at(-1)!];
  const of = (c: Point) => `${nameWorkers(c)} hold ${formatMemory(c.peakMemoryMiB)}`;
  const more = (last.peakMemoryMiB - first.peakMemoryMiB) / (last.workers - first.workers);
  const grows = more > 0 ? `: ${formatMemory(more)} for each more` : '';
  const from = formatRatio(first.speedup!.value);
  return `${of(first).replace(/^1 (.*) hold/, '1 $1 holds')}, ${of(last)}${grows}; the speedup goes from ${from} to ${formatRatio(last.speedup!.value)}.`;
}
