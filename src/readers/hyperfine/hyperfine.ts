import { UsageError, unknownName } from '../../errors.js';
import { groupBy } from '../../insight/analysis/index.js';
import { counted, listed, sum } from '../../stats/index.js';
import { type MeasuredCurve, pointsOf } from '../curve.js';
import type { InputFile } from '../input/input-file.js';
import { firstOf, member } from '../input/json-content.js';
import { groupAlike, type NumberedName, templateOf } from '../numbered-name.js';
import type { Reader, ReadOptions } from '../reader.js';
import { countInName, meansWorkers, workersFrom } from '../worker-words.js';
import { type HyperfineResult, isCsvExport, resultsInCsv, resultsInJson } from './results.js';

/** A result with the number of workers taken out of its parameters or its name. */
interface CountedResult extends NumberedName {
  workers: number;
  /** The other parameters. */
  setting: string;
  times: number[];
  /** Runs whose command failed. */
  failed: number;
}

/** What `hyperfine --parameter-scan workers 1 8 --export-json FILE` writes (github.com/sharkdp/hyperfine), or its CSV. */
export const hyperfine: Reader = {
  name: 'hyperfine',
  description: 'hyperfine --parameter-scan … --export-json or --export-csv FILE',
  takesColumns: ({ json }) => json === undefined,
  recognises: ({ json, text }) => {
    if (json === undefined) return isCsvExport(text);
    const first = firstOf(member(json, 'results'));
    const hasTimes = member(first, 'mean') !== undefined || member(first, 'measurements') !== undefined;
    return typeof member(first, 'command') === 'string' && hasTimes;
  },
  read(file, options) {
    if (options.throughput !== undefined)
      throw new UsageError(
        `${file.path} is an export of hyperfine, which measures times: name one with --time.`,
      );
    const isCsv = isCsvExport(file.text);
    const results = isCsv ? resultsInCsv(file, options.time) : resultsInJson(file);
    const { measured, doubts } = withParameters(results);
    const parameter = parameterOf(measured, file, options);
    const found = measured.map((result) => ({ ...countOf(result, parameter), ...result }));
    checkTimes(measured);
    return [...groupBy(found, ({ setting }) => setting).values()]
      .flatMap(groupAlike)
      .filter((group) => group.some(({ times }) => times.some(tookTime)))
      .map((group) => curveOf(group, parameter, isCsv ? (options.time ?? 'mean') : undefined))
      .map((curve) => ({ ...curve, doubts: [...curve.doubts, ...doubts] }));
  },
};

/** A scan may have a command beside it to compare with, which has no parameters and is no part of a curve. */
function withParameters(results: readonly HyperfineResult[]): {
  measured: readonly HyperfineResult[];
  doubts: string[];
} {
  const measured = results.filter(({ parameters }) => Object.keys(parameters).length > 0);
  if (measured.length === 0 || measured.length === results.length) return { measured: results, doubts: [] };
  const others = results.filter((result) => !measured.includes(result)).map(({ command }) => `"${command}"`);
  return { measured, doubts: [`Left out: ${listed(others)}, without parameters.`] };
}

/** The parameter that holds the workers; undefined where there is none and the commands' names have to tell. */
function parameterOf(
  results: readonly HyperfineResult[],
  { path }: InputFile,
  { parameter }: ReadOptions,
): string | undefined {
  const names = [...new Set(results.flatMap(({ parameters }) => Object.keys(parameters)))];
  if (parameter !== undefined) return named(parameter, names);
  if (names.length === 0) return undefined;
  const numeric = names.filter((name) => results.every(({ parameters }) => workersFrom(parameters[name])));
  const telling = numeric.filter(meansWorkers);
  const possible = telling.length > 0 ? telling : numeric;
  if (possible.length === 1) return possible[0];
  throw new UsageError(
    possible.length === 0
      ? `${path}: no parameter (${names.join(', ')}) is a number of workers: expected whole numbers of at least 1 in every result of hyperfine.`
      : `${path}: several parameters could be the number of workers: ${possible.join(', ')}. Name one with --workers.`,
  );
}

/** The parameter of that name, which CSV heads with `parameter_`. */
function named(parameter: string, names: readonly string[]): string {
  const found = [parameter, parameter.replace(/^parameter_/, '')].find((name) => names.includes(name));
  if (found !== undefined) return found;
  throw unknownName('parameter', parameter, names);
}

type Count = Pick<CountedResult, 'workers' | 'name' | 'number' | 'setting'>;

function countOf(result: HyperfineResult, parameter: string | undefined): Count {
  return parameter === undefined ? inCommand(result) : inParameters(result, parameter);
}

function inCommand({ command, place }: HyperfineResult): Count {
  const found = countInName(command);
  if (found !== undefined) return { workers: found.workers, name: found.rest, number: '', setting: '' };
  throw new UsageError(
    `${place} has no parameter, and its command "${command}" names no number of workers: run hyperfine with --parameter-scan workers 1 8.`,
  );
}

function inParameters({ command, parameters, place }: HyperfineResult, parameter: string): Count {
  const { [parameter]: number, ...others } = parameters;
  const workers = workersFrom(number);
  if (number === undefined || workers === undefined) {
    throw new UsageError(
      `${place}: parameter ${parameter} is ${JSON.stringify(number)}: expected the number of workers, a whole number of at least 1.`,
    );
  }
  const setting = Object.entries(others).map(([name, value]) => `${name} ${value}`);
  return { workers, name: command, number, setting: setting.join(', ') };
}

/** hyperfine takes the time of the shell off every run, and writes 0 where a command took no longer than that. */
const tookTime = (time: number): boolean => time > 0;

/** Runs that failed or took no time are left out; a file must hold others. */
function checkTimes(results: readonly HyperfineResult[]): void {
  if (results.some(({ times }) => times.some(tookTime))) return;
  const { place, command, times } = results[0]!;
  throw new UsageError(
    times.length === 0
      ? `${place}: every run of "${command}" failed.`
      : `${place}: "${command}" took 0 s, no longer than the shell that starts it: run hyperfine with -N.`,
  );
}

function curveOf(
  group: readonly CountedResult[],
  parameter = 'The number in its name',
  column: string | undefined,
): MeasuredCurve {
  const { setting } = group[0]!;
  const command = templateOf(group, parameter);
  const measured = group.flatMap(({ workers, times }) =>
    times.filter(tookTime).map((time) => ({ workers, throughput: 1 / time })),
  );
  const what = column === undefined ? 'every run' : `the ${column} of a count`;
  return {
    name: setting === '' ? command : `${command} (${setting})`,
    points: pointsOf(measured),
    unit: 'runs/s',
    basis: `${parameter} is taken as the number of workers, and ${what} for the same work: throughput is 1 ÷ time.`,
    machine: {},
    doubts: leftOut(group, column === undefined ? 'run' : 'count'),
  };
}

function leftOut(group: readonly CountedResult[], noun: string): string[] {
  const failed = sum(group.map((result) => result.failed));
  const zero = sum(group.map(({ times }) => times.filter((time) => !tookTime(time)).length));
  return [
    ...(failed === 0 ? [] : [`Left out: ${counted(failed, 'run')} whose command failed.`]),
    ...(zero === 0
      ? []
      : [
          `Left out: ${counted(zero, noun)} of 0 s, no longer than the shell that starts the command; hyperfine -N starts it without a shell.`,
        ]),
  ];
}
