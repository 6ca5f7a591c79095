import { z } from 'zod';
import { UsageError } from '../../errors.js';
import { checked, type InputFile } from '../input/input-file.js';
import { type Row, type Table, tableOf } from '../table.js';

/** One line of results; times are in `time_unit`, and absent or null where they were no numbers. */
export interface BenchmarkRow {
  name: string;
  run_name?: string | undefined;
  run_type?: string | undefined;
  real_time?: number | null | undefined;
  cpu_time?: number | null | undefined;
  time_unit: 'ns' | 'us' | 'ms' | 's';
  items_per_second?: number | null | undefined;
  error_occurred?: boolean | undefined;
  skipped?: boolean | undefined;
}

interface BenchmarkFile {
  /** Undefined in JSON before 1.8.4; v0.0.0 where the layout says nothing of it. */
  version: string | undefined;
  /** Logical CPUs. */
  cpus: number | undefined;
  rows: BenchmarkRow[];
}

/** Null where it was not a number. */
const figure = z.number().nullish();

const units = z.enum(['ns', 'us', 'ms', 's']);

const rowSchema = z.object({
  name: z.string(),
  run_name: z.string().optional(),
  run_type: z.string().optional(),
  real_time: figure,
  cpu_time: figure,
  time_unit: units.default('ns'),
  items_per_second: figure,
  error_occurred: z.boolean().optional(),
  skipped: z.boolean().optional(),
});

const fileSchema = z.object({
  context: z
    .object({ num_cpus: z.int().positive().optional(), library_version: z.string().optional() })
    .default({}),
  benchmarks: z.array(rowSchema).min(1),
});

/** What `--benchmark_out=FILE` writes. Throws UsageError for anything else, with its place. */
export function rowsInJson(file: InputFile): BenchmarkFile {
  const { context, benchmarks } = checked(file, fileSchema, 'JSON of Google Benchmark');
  return { version: context.library_version, cpus: context.num_cpus, rows: benchmarks };
}

const HEADER = /^"?name"?,"?iterations"?,"?real_time"?,"?cpu_time"?,/;

/** The line of the header, from 1 on, behind what the benchmark says of its machine; 0 where there is none. */
const headerLine = (text: string): number =>
  text.split(/\r\n|\n|\r/, 200).findIndex((line) => HEADER.test(line)) + 1;

/** Whether a text is what `--benchmark_out_format=csv` writes. */
export const isBenchmarkCsv = (text: string): boolean => headerLine(text) > 0;

/** Such a file names no version. Throws UsageError where its rows are damaged, with the line. */
export function rowsInCsv(file: InputFile): BenchmarkFile {
  const table = tableOf(file, headerLine(file.text));
  const cpus = /^Run on \((\d+) X /m.exec(file.text)?.[1];
  return {
    version: 'v0.0.0',
    cpus: cpus === undefined ? undefined : Number(cpus),
    rows: table.rows.map((row) => rowIn(table, row)),
  };
}

/** A row of an error ends early; one with too many cells has commas in its numbers. */
function rowIn({ header }: Table, row: Row): BenchmarkRow {
  const { cells, place } = row;
  if (cells.length > header.cells.length)
    throw new UsageError(
      `${place}: the benchmark’s locale puts commas inside numbers (${cells.length} cells under ${header.cells.length} columns). Run it with LC_ALL=C, or write JSON with --benchmark_out_format=json.`,
    );
  const cell = (column: string): string => cells[header.cells.indexOf(column)] ?? '';
  const number = (column: string): number | undefined => {
    const value = cell(column) === '' ? Number.NaN : Number(cell(column));
    return Number.isFinite(value) ? value : undefined;
  };
  return {
    name: cell('name'),
    real_time: number('real_time'),
    cpu_time: number('cpu_time'),
    time_unit: units.catch('ns').parse(cell('time_unit')),
    items_per_second: number('items_per_second'),
    error_occurred: cell('error_occurred') === 'true',
  };
}
