import { statSync } from 'node:fs';
import { UsageError } from '../../errors.js';
import { readStart } from '../../files/index.js';
import { groupBy } from '../../insight/analysis/index.js';
import { counted } from '../../stats/index.js';
import { type Measurement, pointsOf } from '../curve.js';
import { type InputFile, openInput } from '../input/input-file.js';
import { firstOf, member } from '../input/json-content.js';
import type { Reader } from '../reader.js';
import { countInName } from '../worker-words.js';
import { nameOf, resultsIn, type VitestBenchmark, type VitestResults } from './results.js';

/** What `vitest bench --outputJson FILE` writes (vitest.dev/guide/features#benchmarking): benchmarks named by workers. */
export const vitest: Reader = {
  name: 'vitest',
  description: 'vitest bench --outputJson, benchmarks with a name that holds the workers',
  recognises: ({ json }) => Array.isArray(member(firstOf(member(json, 'files')), 'groups')),
  read(file, { parameter }) {
    const { benchmarks, withoutTime } = resultsIn(file);
    if (benchmarks.length === 0)
      throw new UsageError(`${file.path}: every benchmark threw, or took no time that could be measured.`);
    const rows = benchmarks.flatMap((benchmark) => countedRow(benchmark, parameter));
    if (rows.length === 0) throw new UsageError(whyNone(file, benchmarks, parameter));
    const doubts = leftOut(benchmarks.length - rows.length, withoutTime.length, parameter);
    return [...groupBy(rows, ({ name }) => name)].map(([name, group]) => ({
      name,
      points: pointsOf(group.map(({ measured }) => measured)),
      unit: 'iterations/s',
      basis: 'Every iteration is assumed to do the same work: throughput is 1 ÷ mean time.',
      machine: {},
      doubts,
    }));
  },
};

/** Enough for the first key and the first file. */
const PEEKED = 4096;

/** Whether a file begins as vitest's benchmark results do; false where there is no file. */
export async function isVitestResults(path: string): Promise<boolean> {
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return false;
  const start = (await readStart(path, PEEKED)).toString('utf8');
  return /^\uFEFF?\s*\{\s*"files"\s*:\s*\[\s*(?:\{\s*"filepath"|\])/.test(start);
}

/** Rejects with UsageError for what is not such a file, or holds no benchmark. */
export const readVitestResults = async (path: string): Promise<VitestResults> =>
  resultsIn(await openInput(path));

interface CountedRow {
  /** Of the curve. */
  name: string;
  measured: Measurement;
}

/** The workers from its own name, otherwise from the nearest `describe` that has them; never from the file's name. */
function countedRow(
  { path, throughput, interval }: VitestBenchmark,
  label: string | undefined,
): CountedRow[] {
  for (let i = path.length - 1; i > 0; i--) {
    const found = countInName(path[i]!, label);
    if (found === undefined) continue;
    const rest = path.with(i, found.rest).filter((part) => part !== '');
    const { low, high } = interval ?? {};
    const measured = { workers: found.workers, throughput, ...(low && high && { low, high }) };
    return [{ name: nameOf(rest), measured }];
  }
  return [];
}

function whyNone(
  { path }: InputFile,
  [first]: readonly VitestBenchmark[],
  label: string | undefined,
): string {
  const wanted = label === undefined ? '4 workers or workers=4' : `${label}=4`;
  return `${path}: no benchmark says how many ${label ?? 'workers'} it uses: expected a name, or one of a describe, such as ${wanted}; the first is "${first!.name}".`;
}

function leftOut(uncounted: number, withoutTime: number, label: string | undefined): string[] {
  return [
    ...(uncounted === 0
      ? []
      : [`Left out: ${counted(uncounted, 'benchmark')} whose name has no number of ${label ?? 'workers'}.`]),
    ...(withoutTime === 0
      ? []
      : [`Left out: ${counted(withoutTime, 'benchmark')} that threw or took no measurable time.`]),
  ];
}
