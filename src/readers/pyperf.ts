import { z } from 'zod';
import { UsageError } from '../errors.js';
import type { ScalingMachine } from '../insight/scaling/index.js';
import { pointsOf } from './curve.js';
import { checked, type InputFile } from './input/input-file.js';
import { firstOf, member } from './input/json-content.js';
import { groupAlike, type NumberedName, templateOf } from './numbered-name.js';
import type { Reader } from './reader.js';
import { countInName, meansWorkers, workersFrom } from './worker-words.js';

type Metadata = Record<string, unknown>;

/** Made for a file: naming the readers makes none. */
function fileSchema() {
  const metadata = z.record(z.string(), z.unknown()).default({});
  /** A run that only calibrates the loops has no values. */
  const run = z.object({ metadata, values: z.array(z.number().positive()).default([]) });
  const benchmark = z.object({ metadata, runs: z.array(run) });
  return z.object({ metadata, benchmarks: z.array(benchmark).min(1) });
}

/** The JSON of pyperf, `-o FILE` (github.com/psf/pyperf): benchmarks that say how many workers they use. */
export const pyperf: Reader = {
  name: 'pyperf',
  description: 'pyperf -o, benchmarks with a metadata or a name that holds the workers',
  recognises: ({ json }) => Array.isArray(member(firstOf(member(json, 'benchmarks')), 'runs')),
  read(file, { parameter }) {
    checkVersion(file);
    const suite = checked(file, fileSchema(), 'JSON of pyperf');
    const found = suite.benchmarks.map(({ metadata, runs }, index) => {
      const told = { ...runs[0]?.metadata, ...suite.metadata, ...metadata };
      const place = `${file.path}: benchmarks[${index}]`;
      checkUnit(told, place);
      const times = runs.flatMap(({ values }) => values);
      if (times.length === 0) throw new UsageError(`${place}.runs: expected values, found only calibration.`);
      return { ...countOf(told, parameter, place), times };
    });
    return groupAlike(found).map((group) => ({
      name: templateOf(group, 'workers'),
      points: pointsOf(
        group.flatMap(({ workers, times }) => times.map((time) => ({ workers, throughput: 1 / time }))),
      ),
      unit: 'runs/s',
      basis: 'Every value is assumed to be the time of the same work: throughput is 1 ÷ value.',
      machine: machineOf(suite.metadata),
      doubts: [],
    }));
  },
};

/** perf before 1.0 numbered its formats, and had samples where pyperf has values. */
function checkVersion({ path, json }: InputFile): void {
  const version = member(json, 'version');
  if (typeof version !== 'number') return;
  throw new UsageError(
    `${path} is JSON of perf before 1.0 (format ${version}): convert it with python3 -m pyperf convert ${path} -o new.json.`,
  );
}

/** Bytes and integers are measured as well. */
function checkUnit({ unit = 'second' }: Metadata, place: string): void {
  if (unit !== 'second') throw new UsageError(`${place} of pyperf is in ${String(unit)}s: expected seconds.`);
}

/** Of the machine, not of the benchmark. */
const CPU_COUNT = 'cpu_count';

/** The workers from a metadata that means nothing else, otherwise from the name: `sort/workers:4`. */
function countOf(
  told: Metadata,
  parameter: string | undefined,
  place: string,
): NumberedName & { workers: number } {
  const name = String(told.name ?? '');
  const key = parameter ?? Object.keys(told).find((each) => each !== CPU_COUNT && meansWorkers(each));
  const workers = key === undefined ? undefined : workersFrom(told[key]);
  if (workers !== undefined) return { name: withoutCount(name, workers), number: String(workers), workers };
  const found = key === undefined ? countInName(name) : undefined;
  if (found !== undefined) return { name: found.rest, number: '', workers: found.workers };
  throw new UsageError(
    key === undefined
      ? `${place} ("${name}") does not say how many workers it uses: expected metadata called workers, or a name such as ${name || 'sort'}/workers:4.`
      : `${place}: metadata ${key} is ${JSON.stringify(told[key]) ?? 'missing'}: expected the number of workers, a whole number of at least 1.`,
  );
}

function withoutCount(name: string, workers: number): string {
  const found = countInName(name);
  return found?.workers === workers ? found.rest : name;
}

function machineOf({ [CPU_COUNT]: cpus }: Metadata): ScalingMachine {
  const logicalCores = workersFrom(cpus);
  return logicalCores === undefined ? {} : { logicalCores };
}
