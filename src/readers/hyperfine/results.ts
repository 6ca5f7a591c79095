import { z } from 'zod';
import { UsageError, unknownName } from '../../errors.js';
import { checked, type InputFile } from '../input/input-file.js';
import { firstOf, member } from '../input/json-content.js';
import { decimalSignOf, numberIn, splitNumber } from '../notation.js';
import { checkLengths, headerIn, type Row, type Table, tableOf } from '../table.js';
import { secondsIn } from '../units.js';

/** One command of an export. */
export interface HyperfineResult {
  /** `scan.json: results[2]`, `scan.csv:4`. */
  place: string;
  command: string;
  /** Seconds, of each run that ended well; their mean where there is no more. */
  times: number[];
  /** How many runs failed. */
  failed: number;
  parameters: Record<string, string>;
}

const parametersSchema = z
  .record(z.string(), z.union([z.object({ value: z.string() }).transform(({ value }) => value), z.string()]))
  .optional();

const time = z.number().nonnegative();

/** Up to version 1: seconds. */
const resultSchema = z.object({
  command: z.string(),
  mean: time,
  times: z.array(time).optional(),
  exit_codes: z.array(z.number().nullable()).optional(),
  parameters: parametersSchema,
  /** The value alone, as early versions wrote it. */
  parameter: z.string().nullish(),
});

/** Since version 2: each run with all that was measured of it. */
const measuredSchema = z.object({
  command: z.string(),
  name: z.string().nullish(),
  parameters: parametersSchema,
  measurements: z
    .array(
      z.object({
        time_wall_clock: z.object({ value: time, unit: z.string() }),
        exit_code: z.number().nullish(),
      }),
    )
    .min(1),
});

const oldSchema = z.object({ results: z.array(resultSchema).min(1) });
const newSchema = z.object({ results: z.array(measuredSchema).min(1) });

/** The results of a JSON export. Throws UsageError for anything else, with its place. */
export function resultsInJson(file: InputFile): HyperfineResult[] {
  const format = 'a JSON export of hyperfine';
  const place = (index: number) => `${file.path}: results[${index}]`;
  if (member(firstOf(member(file.json, 'results')), 'measurements') !== undefined) {
    return checked(file, newSchema, format).results.map((result, i) => measuredResult(result, place(i)));
  }
  return checked(file, oldSchema, format).results.map((result, i) => {
    const { command, mean, times = [mean], exit_codes: codes = [], parameters, parameter } = result;
    const given: Record<string, string> = parameters ?? (typeof parameter === 'string' ? { parameter } : {});
    return { command, place: place(i), parameters: given, ...endedWell(times, codes) };
  });
}

function measuredResult(
  { command, name, parameters = {}, measurements }: z.infer<typeof measuredSchema>,
  place: string,
): HyperfineResult {
  const times = measurements.map(({ time_wall_clock: { value, unit } }) => value * (secondsIn(unit) ?? 1));
  const codes = measurements.map(({ exit_code: code }) => code);
  return { command: name ?? command, place, parameters, ...endedWell(times, codes) };
}

/** An error is no measurement: runs that failed, which hyperfine keeps with --ignore-failure, do not count. */
function endedWell(times: readonly number[], codes: readonly (number | null | undefined)[]) {
  const good = times.filter((_, i) => (codes[i] ?? 0) === 0);
  return { times: good, failed: times.length - good.length };
}

/** Statistics of the first layout; the second writes each as `METRIC_mean` and its unit as `METRIC_unit`. */
const OLD = 'mean';
const NEW = 'time_wall_clock_mean';

/** Whether a text begins as a CSV export of hyperfine does. */
export function isCsvExport(text: string): boolean {
  const [command, ...columns] = headerIn(text);
  return command === 'command' && columns.some((column) => column === OLD || /^\w+_mean$/.test(column));
}

/** The results of a CSV export, whose times are means unless the user names another column. */
export function resultsInCsv(file: InputFile, column: string | undefined): HyperfineResult[] {
  const table = checkLengths(tableOf(file));
  const header = table.header.cells;
  const time = timeColumn(table, column);
  const name = header[time]!;
  const unit = header.indexOf(`${name.slice(0, Math.max(0, name.lastIndexOf('_')))}_unit`);
  const sign = decimalSignOf(
    table.rows.map(({ cells, place }) => ({ text: cells[time]!, place })),
    table.separator,
  );
  return table.rows.map((row) => {
    const number = numberIn(splitNumber(row.cells[time]!)?.number ?? '', sign);
    const seconds = unit === -1 ? 1 : secondsIn(row.cells[unit]!);
    if (!(number >= 0) || seconds === undefined) throw new UsageError(noTime(row, time, unit));
    const { cells, place } = row;
    return {
      place,
      command: cells[0]!,
      times: [number * seconds],
      failed: 0,
      parameters: parametersIn(header, cells),
    };
  });
}

function timeColumn({ header: { cells, place } }: Table, asked: string | undefined): number {
  const column = asked ?? (cells.includes(NEW) ? NEW : OLD);
  const at = cells.indexOf(column);
  if (at !== -1) return at;
  const valid = cells.filter((cell) => cell !== 'command' && !/^parameter|_unit$/.test(cell));
  if (asked !== undefined) throw unknownName('column', asked, valid);
  throw new UsageError(
    `${place}: the CSV export of hyperfine has no wall time: run hyperfine with --metrics time_wall_clock, or without --metrics.`,
  );
}

function noTime({ cells, place }: Row, time: number, unit: number): string {
  const text = unit === -1 ? cells[time] : `${cells[time]} ${cells[unit]}`;
  return `${place}: "${text}" is not a time of hyperfine: expected seconds, a number of 0 or more.`;
}

/** `parameter_threads`, or `parameter` alone as early versions wrote it; empty ones are not of this command. */
function parametersIn(header: readonly string[], cells: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    header.flatMap((name, i) => {
      const [, , parameter = name] = /^parameter(_(.+))?$/.exec(name) ?? [];
      return /^parameter/.test(name) && cells[i] !== '' ? [[parameter, cells[i]!]] : [];
    }),
  );
}
