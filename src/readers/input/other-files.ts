import { UsageError } from '../../errors.js';
import { headerIn } from '../table.js';
import type { InputFile } from './input-file.js';
import { firstOf, member } from './json-content.js';

/** What a tool writes that holds no curve, or none that can be read. */
interface OtherFile {
  /** As in "FILE is …". */
  what: string;
  /** What to do instead. */
  instead: string;
  /** Where in a text it shows. */
  pattern?: RegExp;
  /** By its header, or what it holds as JSON. */
  recognises?: (file: InputFile) => boolean;
}

const scan = 'hyperfine --parameter-scan threads 1 8 --export-json scan.json "COMMAND {threads}"';
const rows = (value: string) => `Write a CSV file with a row for each count: workers,${value}`;

const others: readonly OtherFile[] = [
  {
    what: 'console output of Google Benchmark',
    instead: 'Run the benchmark with --benchmark_out=bench.json',
    pattern: /^Benchmark {2,}Time {2,}CPU\b/m,
  },
  {
    what: 'the text output of JMH',
    instead: 'Run it with -rf json -rff jmh.json',
    pattern: /^# JMH version|^Benchmark\s+(?:\(\w+\)\s+)*Mode\s+(?:Cnt|Samples)\s+Score/m,
  },
  {
    what: 'a LaTeX table, as JMH writes with -rf latex',
    instead: 'Run it with -rf json -rff jmh.json',
    pattern: /^\\(?:begin\{tabular|documentclass)/m,
  },
  {
    what: 'a table or console output of hyperfine',
    instead: 'Run it with --export-json scan.json',
    pattern: /^\| ?Command\b|Time \(mean ± σ\)/m,
  },
  {
    what: 'text output of pyperf',
    instead: 'Run it with -o bench.json',
    pattern: /Mean \+- std dev: /,
  },
  {
    what: 'output of perf stat, which knows no number of workers',
    instead: `Measure each count: ${scan}`,
    pattern:
      /Performance counter stats for|^\{?"counter-value" ?:|^[\d.]+[,;](?:msec)?[,;][\w:/-]+[,;]\d+[,;]\d+\.\d+/m,
  },
  {
    what: 'output of GNU time, of a single run',
    instead: `Measure each count: ${scan}`,
    pattern: /^[ \t]*Elapsed \(wall clock\) time/m,
  },
  {
    what: 'output of sysbench, of a single run',
    instead: rows('throughput (events/s), from "events per second"'),
    pattern: /^sysbench \d|^[ \t]*events per second:/m,
  },
  {
    what: 'output of go test -bench',
    instead: rows('time (ns), from a run with -cpu 1,2,4,8'),
    pattern: /^Benchmark\S+\s+\d+\s+[\d.]+ ns\/op/m,
  },
  {
    what: 'raw.csv of criterion, which names no number of workers',
    instead: rows('time (ns), from sample_measured_value ÷ iteration_count'),
    recognises: ({ text, json }) => json === undefined && headerIn(text).includes('sample_measured_value'),
  },
  {
    what: 'estimates.json of criterion, of one benchmark alone',
    instead: rows('time (ns), from mean.point_estimate'),
    recognises: ({ json }) => member(member(json, 'mean'), 'point_estimate') !== undefined,
  },
  {
    what: 'JSON of pytest-benchmark, which names no number of workers',
    instead: rows('time (s), from stats.mean'),
    recognises: ({ json }) => member(firstOf(member(json, 'benchmarks')), 'stats') !== undefined,
  },
  {
    what: 'JSON of BenchmarkDotNet',
    instead: rows('time (ns), from Statistics.Mean'),
    recognises: ({ json }) => member(json, 'HostEnvironmentInfo') !== undefined,
  },
  {
    what: 'a report on tests, as vitest and Jest write with --json or --reporter=json',
    instead: 'Benchmarks of vitest are written by vitest bench --run --outputJson bench.json',
    recognises: ({ json }) => member(json, 'testResults') !== undefined,
  },
];

const isEmptyList = (json: unknown): boolean => Array.isArray(json) && json.length === 0;

/** What tools write where nothing was measured. */
const empty: readonly OtherFile[] = [
  {
    what: 'an empty list, as JMH writes where no benchmark matched',
    instead: 'Run it with the name of a benchmark and -rf json',
    recognises: ({ json }) => isEmptyList(json),
  },
  {
    what: 'JSON of Google Benchmark or pyperf without a benchmark',
    instead: 'Run one: --benchmark_filter may have left out all',
    recognises: ({ json }) => isEmptyList(member(json, 'benchmarks')),
  },
  {
    what: 'a JSON export of hyperfine without a result',
    instead: 'Run it again to the end, with --export-json scan.json',
    recognises: ({ json }) => isEmptyList(member(json, 'results')),
  },
  {
    what: 'JSON of vitest bench without a benchmark',
    instead: 'Run it where *.bench.ts files are, with --outputJson bench.json',
    recognises: ({ json }) => isEmptyList(member(json, 'files')),
  },
];

/** Throws UsageError for what a known tool writes and no reader reads: with the tool, and the way to a readable file. */
export function refuseOtherFiles(file: InputFile): void {
  for (const { what, instead, pattern, recognises } of [...others, ...empty]) {
    const found = pattern?.exec(file.text);
    if (found) {
      const line = file.text.slice(0, found.index).split('\n').length;
      throw new UsageError(`${file.path} is ${what} (line ${line}). ${instead}.`);
    }
    if (recognises?.(file)) throw new UsageError(`${file.path} is ${what}. ${instead}.`);
  }
}

/** Names that only one tool writes into its JSON, and how it writes a whole file. */
const writers: readonly [RegExp, string][] = [
  [
    /"(?:library_build_type|real_time)"/,
    'Google Benchmark writes a whole file with --benchmark_out=bench.json',
  ],
  [/"(?:primaryMetric|jmhVersion)"/, 'JMH writes a whole file with -rf json -rff jmh.json'],
  [/"(?:exit_codes|time_wall_clock|stddev)"/, 'hyperfine writes a whole file with --export-json scan.json'],
  [/"(?:warmups|calibrate_loops)"/, 'pyperf writes a whole file with -o bench.json'],
  [/"(?:sampleCount|p995)"/, 'vitest writes a whole file with vitest bench --run --outputJson bench.json'],
];

/** Throws UsageError for JSON that cannot be read, with the place and the tool that seems to have written it. */
export function checkWholeJson({ path, text, notJson }: InputFile): void {
  if (notJson === undefined || !/^\s*[[{]/.test(text)) return;
  const writer = writers.find(([pattern]) => pattern.test(text))?.[1];
  throw new UsageError(
    `${path} is not complete JSON: ${notJson}.${writer === undefined ? '' : ` ${writer}.`}`,
  );
}
