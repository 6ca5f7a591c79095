import type { ReportChunkAdvice } from '../chunk-advice/schema.js';
import type { ReportCase } from '../schema.js';
import type { ChartLine } from './chart.js';
import { area, lawLine } from './style.js';

/** So far beyond the largest chunksize that matters the curve goes on. */
const BEYOND = 2;

type Expected = ReportChunkAdvice['expected'][number];

/** The advice for the setting of a line, whatever its chunksizes. */
export function adviceFor(
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
export function expectedChunks(advice: ReportChunkAdvice | undefined, unitMs: number): ChartLine[] {
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
