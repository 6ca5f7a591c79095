import { z } from 'zod';
import { groupBy } from '../analysis/index.js';
import { UsageError, unknownName } from '../errors.js';
import { counted, sum } from '../stats/index.js';
import { type MeasuredCurve, pointsOf } from './curve.js';
import { checked, firstOf, type InputFile, member } from './input-file.js';
import { groupAlike, type NumberedName, templateOf } from './numbered-name.js';
import type { ReadChoices, Reader } from './reader.js';
import { countInName, meansWorkers, workersFrom } from './worker-words.js';

const resultSchema = z.object({
  command: z.string(),
  /** Seconds, as all times. */
  mean: z.number().positive(),
  times: z.array(z.number().positive()).optional(),
  exit_codes: z.array(z.number().nullable()).optional(),
  parameters: z.record(z.string(), z.string()).optional(),
  /** The value alone, as early versions wrote it. */
  parameter: z.string().nullish(),
});
const fileSchema = z.object({ results: z.array(resultSchema).min(1) });

type Result = z.infer<typeof resultSchema>;

/** A result with the number of workers taken out of its parameters or its name. */
interface CountedResult extends NumberedName {
  workers: number;
  /** The other parameters. */
  setting: string;
  times: number[];
  /** Runs whose command failed. */
  failed: number;
}

/** The export of `hyperfine --parameter-scan workers 1 8 --export-json FILE` (github.com/sharkdp/hyperfine). */
export const hyperfine: Reader = {
  name: 'hyperfine',
  description: 'hyperfine --parameter-scan … --export-json FILE',
  recognises: ({ json }) => {
    const first = firstOf(member(json, 'results'));
    return typeof member(first, 'command') === 'string' && typeof member(first, 'mean') === 'number';
  },
  read(file, choices) {
    const { results } = checked(file, fileSchema, 'a JSON export of hyperfine');
    const parameter = parameterOf(results, file, choices);
    const found = results.map((result, index) => {
      const place = `${file.path}: results[${index}]`;
      return { ...countOf(result, parameter, place), ...timesOf(result, place) };
    });
    return [...groupBy(found, ({ setting }) => setting).values()]
      .flatMap(groupAlike)
      .map((group) => curveOf(group, parameter));
  },
};

const parametersOf = ({ parameters, parameter }: Result): Record<string, string> =>
  parameters ?? (typeof parameter === 'string' ? { parameter } : {});

/** The parameter that holds the workers; undefined where there is none and the commands' names have to tell. */
function parameterOf(
  results: readonly Result[],
  { path }: InputFile,
  { parameter }: ReadChoices,
): string | undefined {
  const names = [...new Set(results.flatMap((result) => Object.keys(parametersOf(result))))];
  if (parameter !== undefined && names.includes(parameter)) return parameter;
  if (parameter !== undefined) throw unknownName('parameter', parameter, names);
  if (names.length === 0) return undefined;
  const numeric = names.filter((name) => results.every((result) => workersFrom(parametersOf(result)[name])));
  const telling = numeric.filter(meansWorkers);
  const choice = telling.length > 0 ? telling : numeric;
  if (choice.length === 1) return choice[0];
  throw new UsageError(
    choice.length === 0
      ? `${path}: no parameter (${names.join(', ')}) is a number of workers: expected whole numbers from 1 on in every result.`
      : `${path}: several parameters could be the number of workers: ${choice.join(', ')}. Name one with --parameter.`,
  );
}

type Count = Pick<CountedResult, 'workers' | 'name' | 'number' | 'setting'>;

function countOf(result: Result, parameter: string | undefined, place: string): Count {
  return parameter === undefined ? inCommand(result, place) : inParameters(result, parameter, place);
}

function inCommand({ command }: Result, place: string): Count {
  const found = countInName(command);
  if (found !== undefined) return { workers: found.workers, name: found.rest, number: '', setting: '' };
  throw new UsageError(
    `${place} has no parameter, and its command "${command}" names no number of workers: run hyperfine with --parameter-scan workers 1 8.`,
  );
}

function inParameters(result: Result, parameter: string, place: string): Count {
  const { [parameter]: number, ...others } = parametersOf(result);
  const workers = workersFrom(number);
  if (number === undefined || workers === undefined) {
    throw new UsageError(
      `${place}: parameter ${parameter} is ${JSON.stringify(number)}: expected the number of workers, a whole number from 1 on.`,
    );
  }
  const setting = Object.entries(others).map(([name, value]) => `${name} ${value}`);
  return { workers, name: result.command, number, setting: setting.join(', ') };
}

/** An error is no measurement: runs that failed, which hyperfine keeps with --ignore-failure, do not count. */
function timesOf(result: Result, place: string): Pick<CountedResult, 'times' | 'failed'> {
  const { command, mean, times = [mean], exit_codes: codes = [] } = result;
  const good = times.filter((_, i) => (codes[i] ?? 0) === 0);
  if (good.length === 0) throw new UsageError(`${place}: every run of "${command}" failed.`);
  return { times: good, failed: times.length - good.length };
}

function curveOf(group: readonly CountedResult[], parameter = 'The number in its name'): MeasuredCurve {
  const { setting } = group[0]!;
  const command = templateOf(group, parameter);
  const failed = sum(group.map((result) => result.failed));
  const measured = group.flatMap(({ workers, times }) =>
    times.map((time) => ({ workers, throughput: 1 / time })),
  );
  return {
    name: setting === '' ? command : `${command} (${setting})`,
    points: pointsOf(measured),
    unit: 'runs/s',
    basis: `${parameter} is taken for the workers, and every run for the same work: throughput is 1 ÷ time.`,
    machine: {},
    doubts: failed === 0 ? [] : [`Left out: ${counted(failed, 'run')} whose command failed.`],
  };
}
