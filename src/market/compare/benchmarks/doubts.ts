import { ASSUMED_BETWEEN_RUNS } from '../../../insight/analysis/index.js';
import type { VitestResults } from '../../../readers/index.js';
import { formatPercent } from '../../../stats/index.js';
import type { BenchmarkDoubt, ComparedBenchmark } from './schema.js';

/** What one file holds, and what the user calls the file. */
export interface BenchmarkFile extends VitestResults {
  readonly name: string;
}

export interface BenchmarkSides {
  readonly before: readonly BenchmarkFile[];
  readonly after: readonly BenchmarkFile[];
}

/** Reasons to doubt a comparison of benchmarks. */
export function doubtsOf(sides: BenchmarkSides, compared: readonly ComparedBenchmark[]): BenchmarkDoubt[] {
  return [
    ...withoutTime(sides),
    ...oneSideOnly(sides, compared),
    ...tooShort(compared),
    ...fewFiles(compared),
  ];
}

const MOST_NAMES = 4;

/** `“a” and “b”`; of many the first ones and how many more. */
function quoted(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).map((name) => `“${name}”`);
  const more = names.length - shown.length;
  return [...shown, ...(more === 0 ? [] : [`${more} more`])].join(', ');
}

function withoutTime({ before, after }: BenchmarkSides): BenchmarkDoubt[] {
  const named = [...before, ...after].filter((file) => file.withoutTime.length > 0);
  return named.map((file) => ({
    check: 'benchmark-failed',
    severity: 'warning',
    message: `${file.name}: no time for ${quoted(file.withoutTime)}, so not compared: the benchmark threw, or took no measurable time.`,
    advice: 'Fix it and run vitest bench again.',
  }));
}

/** A benchmark that was renamed, added or removed. */
function oneSideOnly({ before, after }: BenchmarkSides, compared: readonly ComparedBenchmark[]) {
  const both = new Set(compared.map(({ name }) => name));
  const alone = (files: readonly BenchmarkFile[]) => [
    ...new Set(
      files.flatMap(({ benchmarks }) => benchmarks.map(({ name }) => name)).filter((name) => !both.has(name)),
    ),
  ];
  const sides = [
    ['before', alone(before)],
    ['after', alone(after)],
  ] as const;
  return sides
    .filter(([, names]) => names.length > 0)
    .map(
      ([side, names]): BenchmarkDoubt => ({
        check: 'one-side-only',
        severity: 'warning',
        message: `Only ${side}, so not compared: ${quoted(names)}.`,
        advice: 'Run the same benchmarks, under the same names, on both sides.',
      }),
    );
}

/** vitest reads the clock around every iteration, which takes some tens of nanoseconds: a twentieth of this. */
const SHORTEST_PER_SECOND = 1e6;

function tooShort(compared: readonly ComparedBenchmark[]): BenchmarkDoubt[] {
  const short = compared.filter(({ before }) => before.value > SHORTEST_PER_SECOND);
  if (short.length === 0) return [];
  return [
    {
      check: 'iterations-too-short',
      severity: 'warning',
      message: `An iteration takes less than 1 µs: ${quoted(short.map(({ name }) => name))}. vitest reads the clock around each one, so part of what is compared is the clock.`,
      advice: 'Do the work some thousand times in one iteration.',
    },
  ];
}

function fewFiles(compared: readonly ComparedBenchmark[]): BenchmarkDoubt[] {
  const isSingle = compared.some(({ files }) => Math.min(files.before, files.after) < 2);
  if (isSingle)
    return [
      {
        check: 'one-file',
        severity: 'info',
        message: `With one file per side, two runs of the same code are assumed to differ by up to ${formatPercent(ASSUMED_BETWEEN_RUNS)}: no smaller difference is called faster, slower or the same. The ± of vitest covers the iterations of one run only.`,
        advice: 'Run vitest bench at least three times for each side, alternately, and give all files.',
      },
    ];
  return [
    {
      check: 'order-unknown',
      severity: 'info',
      message:
        'The files do not say when they were made: a machine that drifted between before and after looks like a change.',
      advice: 'Make them alternately: before, after, before, after …',
    },
  ];
}
