import { curvesOf, nameCores } from '../../../insight/analysis/index.js';
import { aside, type ChartConfig, type ChartLine, type ChartPoint, lineChart } from '../../charts/chart.js';
import { guideLine, measuredLine } from '../../charts/style.js';
import { subjectOf } from '../answer.js';
import type { Chapter } from '../chapters.js';
import type { ReportCase } from '../report/case-schema.js';
import type { Interval } from '../report/schema.js';
import { type Line, labelsOf, sharedBy } from './curve-labels.js';

/** What a chart over workers shows of a case. */
export type Metric = (c: ReportCase) => Interval | null;

const point = (at: number, x: number, { value, low, high }: Interval): ChartPoint => ({
  x,
  y: value,
  yMin: low,
  yMax: high,
  at,
});

export function measured(all: readonly Line[], metric: Metric): ChartLine[] {
  const labels = labelsOf(all);
  const lines = all.map((curve, index) => {
    const points = curve.cases.flatMap((c) => {
      const figure = metric(c);
      return figure === null ? [] : [point(c.workers, aside(c.workers, index, all.length), figure)];
    });
    return measuredLine(labels[index]!, index, points);
  });
  return lines.filter(({ data }) => data.length > 0);
}

/** A point without an interval. */
export const exact = (at: number, y: number): ChartPoint => ({ at, x: at, y });

/** As many times as there are workers, up to the cores; flat beyond them. */
export function idealLine(cores: number, most: number): ChartLine {
  const corner = Math.min(cores, most);
  const points = [exact(1, Math.min(1, corner)), ...(corner > 1 ? [exact(corner, corner)] : [])];
  const beyond = most > corner ? [exact(most, corner)] : [];
  return guideLine(`ideal on ${nameCores(cores)}`, [...points, ...beyond], 'ideal');
}

/** What `ceiling` of the machine stands beside the lines; null where this metric has none. */
export type CeilingOf = (engine: string, cores: number, ceiling: Interval) => Interval | null;

export function ceilingLines(all: readonly Line[], ceilingOf: CeilingOf): ChartLine[] {
  const engines = [...new Set(all.map(({ engine }) => engine))];
  const lines = engines.map((engine, index) => {
    const points = new Map<number, ChartPoint>();
    const widest = Math.max(...all.filter((s) => s.engine === engine).map(({ cores }) => cores));
    const cases = all
      .filter((s) => s.engine === engine && s.cores === widest && s.quota === undefined)
      .flatMap((s) => s.cases);
    for (const c of cases) {
      const figure = c.ceiling === null ? null : ceilingOf(engine, c.cores, c.ceiling);
      if (figure !== null) points.set(c.workers, point(c.workers, c.workers, figure));
    }
    const data = [...points.values()].sort((a, b) => a.at - b.at);
    return guideLine(engines.length > 1 ? `ceiling, ${engine}` : 'ceiling', data, 'ceiling', index);
  });
  return lines.filter(({ data }) => data.length > 1);
}

/** More lines hide one another, and their names leave no room for them. */
const MOST_LINES = 10;

/** That of the answer and those that reach highest, in their order. */
function worthDrawing(chapter: Chapter, metric: Metric): Line[] {
  const all = curvesOf(chapter.cases, (c) => c);
  const subject = subjectOf(chapter)?.id;
  const reach = ({ cases }: Line) =>
    cases.some(({ id }) => id === subject)
      ? Number.POSITIVE_INFINITY
      : Math.max(0, ...cases.map((c) => metric(c)?.value ?? 0));
  const kept = new Set([...all].sort((a, b) => reach(b) - reach(a)).slice(0, MOST_LINES));
  return all.filter((line) => kept.has(line));
}

/** A chart over workers with the ideal line and ceilings, or undefined where no line has two points. */
export function overWorkers(
  chapter: Chapter,
  heading: string,
  y: string,
  metric: Metric,
  ceilingOf: CeilingOf,
): ChartConfig | undefined {
  const all = worthDrawing(chapter, metric);
  const counts = all.flatMap(({ cases }) => cases.filter((c) => metric(c) !== null).map((c) => c.workers));
  if (new Set(counts).size < 2) return undefined;
  const most = Math.max(...counts);
  const cores = Math.max(...all.map((curve) => curve.cores));
  const lines = [...measured(all, metric), ...ceilingLines(all, ceilingOf), idealLine(cores, most)];
  const title = [`${chapter.title}: ${heading}`, sharedBy(all)].filter((text) => text !== '');
  return lineChart(title, { title: 'workers', values: [1, ...counts] }, y, lines);
}
