import { UsageError, unknownName } from '../errors.js';
import { listed } from '../stats/index.js';
import { csv } from './csv/csv.js';
import type { MeasuredCurve } from './curve.js';
import { googleBenchmark } from './google-benchmark/google-benchmark.js';
import { hyperfine } from './hyperfine/hyperfine.js';
import { type InputFile, openInput } from './input/input-file.js';
import { checkWholeJson, refuseOtherFiles } from './input/other-files.js';
import { jmh } from './jmh/jmh.js';
import { pyperf } from './pyperf.js';
import type { Reader, ReadOptions } from './reader.js';
import { record } from './record.js';
import { vitest } from './vitest/vitest.js';

export type { MeasuredCurve } from './curve.js';
export type { VitestBenchmark, VitestResults } from './vitest/results.js';
export { isVitestResults, readVitestResults } from './vitest/vitest.js';

/** To add a format: one file, and its name in this list. The first that recognises a file reads it. */
export const readers: readonly Reader[] = [record, hyperfine, googleBenchmark, jmh, pyperf, vitest, csv];

/** A page of more is of no use to anybody. */
const MOST_CURVES = 200;

export interface CurveOptions extends ReadOptions {
  /** Name of a reader; by default the content tells. */
  format?: string | undefined;
  /** The curves whose names contain this, or are this. */
  benchmark?: string | undefined;
}

export interface CurvesRead {
  /** Name of the reader. */
  format: string;
  curves: MeasuredCurve[];
}

/** The curves of a file, in its order. Throws UsageError: unreadable, of no known format, or not as its format is. */
export async function readCurves(path: string, options: CurveOptions = {}): Promise<CurvesRead> {
  const file = await openInput(path);
  const reader = readerOf(file, options.format);
  checkColumns(file, reader, options);
  const read = await reader.read(file, options);
  const curves = chosen(read, options.benchmark);
  if (curves.length > MOST_CURVES)
    throw new UsageError(
      `${path} has ${curves.length.toLocaleString('en-US')} curves: choose some with --benchmark, at most ${MOST_CURVES}.`,
    );
  const told = curves.map((curve) => ({ ...curve, doubts: [...file.mends, ...curve.doubts] }));
  return { format: reader.name, curves: told };
}

function readerOf(file: InputFile, format: string | undefined): Reader {
  const found = format === undefined ? readers.find((reader) => reader.recognises(file)) : named(format);
  const isSure = format === undefined && found !== undefined && found !== csv;
  if (found === record || isSure) return found!;
  refuseOtherFiles(file);
  checkWholeJson(file);
  if (found !== undefined) return found;
  const formats = listed(readers.map(({ name }) => name));
  throw new UsageError(
    `${file.path} is in no known format (${formats}). CSV needs a header such as workers,throughput; --input-format names a format.`,
  );
}

function named(format: string): Reader {
  const found = readers.find(({ name }) => name === format);
  if (found !== undefined) return found;
  throw unknownName(
    'input format',
    format,
    readers.map(({ name }) => name),
  );
}

/** An option that a format has no place for would be ignored. */
function checkColumns(file: InputFile, reader: Reader, { time, throughput }: CurveOptions): void {
  if (time !== undefined && throughput !== undefined)
    throw new UsageError('Give --time or --throughput, not both: one of the columns is fitted.');
  const option = time === undefined ? '--throughput' : '--time';
  if ((time ?? throughput) === undefined || reader.takesColumns?.(file)) return;
  throw new UsageError(
    `${option} names a column of a CSV file, and ${file.path} is read as ${reader.name}, which says itself what its figures are.`,
  );
}

function chosen(curves: readonly MeasuredCurve[], wanted: string | undefined): MeasuredCurve[] {
  if (wanted === undefined) return [...curves];
  const same = curves.filter(({ name }) => name === wanted);
  const found = same.length > 0 ? same : curves.filter(({ name }) => name.includes(wanted));
  if (found.length > 0) return found;
  throw unknownName(
    'benchmark',
    wanted,
    curves.map(({ name }) => name),
  );
}
