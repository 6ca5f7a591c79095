import { nameCores, nameSetting } from '../../../insight/analysis/index.js';
import { isPool } from '../../../measure/cases/index.js';
import { counted, formatMs } from '../../../stats/index.js';
import { aside, type Chart, type ChartLine, lineChart } from '../../charts/chart.js';
import { area, lawLine, measuredLine } from '../../charts/style.js';
import type { Chapter } from '../chapters.js';
import type { ReportCase } from '../report/case-schema.js';
import type { ReportChunkAdvice } from '../report/chunk-advice.js';

const MOST_LINES = 8;

/** Cases that differ only in their chunksize: a line over chunksizes. */
type Line = ReportCase[];

const isDrawn = (c: ReportCase): boolean =>
  isPool(c.engine) && !c.cold && c.dispatch !== 'apply' && c.status === 'ok' && c.wallMs !== null;

function linesOf(cases: readonly ReportCase[]): Line[] {
  const found = new Map<string, Line>();
  for (const c of cases.filter(isDrawn)) {
    const key = JSON.stringify([c.engine, c.dispatch, c.workers, c.cores, c.cpus, c.quota]);
    found.set(
      key,
      [...(found.get(key) ?? []), c].sort((a, b) => a.chunksize - b.chunksize),
    );
  }
  return [...found.values()];
}

/**
 * Lines of several chunksizes, or of one where more are expected, nearest to as many workers as cores first, without
 * those of one worker where there are others; and the single points (other dispatches and engines) at the setting of
 * the first line.
 */
function worthDrawing(all: Line[], isAdvised: (line: Line) => boolean): Line[] {
  const distance = ([c]: Line) => Math.abs(Math.log(c!.workers / c!.cores));
  const measured = all.filter((line) => line.length > 1);
  const worthy = measured.length > 0 ? measured : all.filter(isAdvised);
  const long = worthy.sort((a, b) => distance(a) - distance(b));
  const shared = long.filter(([c]) => c!.workers > 1);
  const lines = shared.length > 0 ? shared : long;
  const first = lines[0]?.[0];
  const others = all.filter((line) => !lines.includes(line));
  const single = others.filter(
    ([c, next]) => next === undefined && c!.workers === first?.workers && c!.cores === first.cores,
  );
  return [...lines, ...single].slice(0, MOST_LINES);
}

function labelOf([c]: Line, all: Line[]): string {
  const isOneOfSeveral = all.some(([other]) => other!.dispatch !== c!.dispatch);
  const hasFewer = all.some(([other]) => other!.cores > c!.cores);
  const quota = c!.quota === undefined ? '' : `quota ${c!.quota}`;
  const cores = hasFewer && c!.quota === undefined ? nameCores(c!.cores) : '';
  const parts = [isOneOfSeveral ? c!.dispatch : '', cores, quota];
  return [c!.engine, counted(c!.workers, 'worker'), ...parts].filter((part) => part !== '').join(', ');
}

function drawn(line: Line, index: number, all: Line[], unitMs: number): ChartLine {
  const points = line.map(({ chunksize, wallMs }) => ({
    x: aside(chunksize, index, all.length),
    at: chunksize,
    y: wallMs!.median / unitMs,
    yMin: wallMs!.low / unitMs,
    yMax: wallMs!.high / unitMs,
  }));
  return measuredLine(labelOf(line, all), index, points);
}

function captionOf(cases: readonly ReportCase[], isExpected: boolean): string {
  const best = cases.reduce((a, b) => (b.wallMs!.median < a.wallMs!.median ? b : a));
  return `Shortest pass: ${formatMs(best.wallMs!.median)}, ${nameSetting(best)}; lower is better.${isExpected ? ' Dashed: what task times and the cost per chunk predict.' : ''}`;
}

/** Wall time over chunksize, measured and expected, or undefined where no line has two chunksizes. */
export function chunksizeChart(chapter: Chapter): Chart | undefined {
  const { cases: all, chunkAdvice } = chapter;
  const lines = worthDrawing(linesOf(all), (line) => adviceFor(line, chunkAdvice) !== undefined);
  if (lines.length === 0) return undefined;
  const cases = lines.flat();
  const unitMs = Math.max(...cases.map((c) => c.wallMs!.high)) >= 2000 ? 1000 : 1;
  const expected = expectedChunks(adviceFor(lines[0]!, chunkAdvice), unitMs);
  const values = [
    ...cases.map((c) => c.chunksize),
    ...expected.flatMap(({ data }) => data.map(({ at }) => at)),
  ];
  const x = {
    title: 'chunksize (tasks per chunk)',
    values,
    logarithmic: Math.max(...values) / Math.min(...values) > 20,
  };
  const y = unitMs === 1000 ? 'wall time of a pass (s)' : 'wall time of a pass (ms)';
  const measured = lines.map((line, index) => drawn(line, index, lines, unitMs));
  // A line between its points would contradict what is expected there.
  if (expected.length > 0) measured[0] = { ...measured[0]!, showLine: false };
  const datasets = [...measured, ...expected];
  return {
    id: `${chapter.id}-chunksize`,
    title: 'Wall time over chunksize',
    caption: captionOf(cases, expected.length > 0),
    config: lineChart([`${chapter.title}: wall time over chunksize`], x, y, datasets),
  };
}

/** So far beyond the largest chunksize that matters the curve goes on. */
const BEYOND = 2;

type Expected = ReportChunkAdvice['expected'][number];

/** The advice for the setting of a line, whatever its chunksizes. */
function adviceFor(
  [c]: readonly ReportCase[],
  advice: readonly ReportChunkAdvice[],
): ReportChunkAdvice | undefined {
  return advice.find(
    (one) =>
      c!.quota === undefined &&
      one.engine === c!.engine &&
      one.dispatch === c!.dispatch &&
      one.workers === c!.workers &&
      JSON.stringify([one.cores, one.cpus]) === JSON.stringify([c!.cores, c!.cpus]),
  );
}

/** What is expected at the chunksizes that were measured or advised, and a little beyond; `unitMs`: of the y axis. */
function expectedChunks(advice: ReportChunkAdvice | undefined, unitMs: number): ChartLine[] {
  if (!advice) return [];
  const { expected, measured, high } = advice;
  const most = BEYOND * Math.max(high, ...measured.map(({ chunksize }) => chunksize));
  const shown = expected.filter(({ chunksize }) => chunksize <= most);
  const at = ({ chunksize }: Expected, ms: number) => ({ x: chunksize, at: chunksize, y: ms / unitMs });
  const upper = shown.map((each) => at(each, each.high));
  const lower = shown.map((each) => at(each, each.low));
  return [
    lawLine(
      'expected',
      'beyond',
      shown.map((each) => at(each, each.wallMs)),
    ),
    area('95 % interval of what is expected', [...upper, ...lower.reverse()]),
  ];
}
