import { describe, expect, test } from 'vitest';
import type { MeasuredCurve } from '../curve.js';
import { fileOf } from '../input/input-file.js';
import { googleBenchmark } from './google-benchmark.js';

/** Two threads that take 100 ms an iteration each, of 8 items: 20 iterations and 160 items a second together. */
const [ITERATIONS, ITEMS] = [20, 160];

interface Era {
  version: string | undefined;
  /** What it writes for those two threads, in ms. */
  realTime: number;
  /** Of all threads, by real time. */
  itemsPerSecond: number;
}

const eras: Era[] = [
  { version: undefined, realTime: 50, itemsPerSecond: 160 },
  { version: 'v1.8.4', realTime: 50, itemsPerSecond: 160 },
  { version: 'v1.9.0', realTime: 100, itemsPerSecond: 80 },
  { version: 'v1.9.4-3-g4ed29ae', realTime: 100, itemsPerSecond: 80 },
  { version: 'v1.9.5', realTime: 100, itemsPerSecond: 160 },
  { version: '1.10.0', realTime: 100, itemsPerSecond: 160 },
];

const row = (name: string, figures: object) => ({
  name,
  run_name: name,
  run_type: 'iteration',
  repetitions: 1,
  repetition_index: 0,
  threads: 2,
  iterations: 10,
  real_time: 1,
  cpu_time: 1,
  time_unit: 'ms',
  ...figures,
});

const read = (benchmarks: object[], context: object = {}, parameter?: string): MeasuredCurve[] =>
  googleBenchmark.read(fileOf('bench.json', JSON.stringify({ context, benchmarks })), {
    parameter,
  }) as MeasuredCurve[];

const rateOf = (benchmarks: object[], version: string | undefined) =>
  read(benchmarks, version === undefined ? {} : { library_version: version })[0]!.points[0]!.throughput;

describe.each(eras)('version $version', ({ version, realTime, itemsPerSecond }) => {
  test('iterations of all threads are counted', () => {
    const rows = [row('BM_x/real_time/threads:2', { real_time: realTime, cpu_time: 100 })];
    expect(rateOf(rows, version)).toBeCloseTo(ITERATIONS);
  });

  test('items of all threads are counted, by real time', () => {
    const rows = [
      row('BM_x/real_time/threads:2', {
        real_time: realTime,
        cpu_time: 99,
        items_per_second: itemsPerSecond,
      }),
    ];
    expect(rateOf(rows, version)).toBeCloseTo(ITEMS);
  });

  test('items of all threads are counted where the tool divided by CPU time', () => {
    // Half of the time on the CPU: twice the items per second of CPU time, of one thread or of all.
    const isOfAll = version === 'v1.9.5' || version === '1.10.0';
    const perCpuSecond = (2 * ITEMS) / (isOfAll ? 1 : 2);
    const rows = [
      row('BM_x/threads:2', { real_time: realTime, cpu_time: 50, items_per_second: perCpuSecond }),
    ];
    expect(rateOf(rows, version)).toBeCloseTo(ITEMS);
  });
});

describe('a file that does not say its version', () => {
  test.each([
    [50, 'divided by the threads'],
    [100, 'that of one thread'],
  ])('is understood by its CPU time: real_time %d of 100', (realTime, guess) => {
    const [curve] = read([row('BM_x/threads:2', { real_time: realTime, cpu_time: 98 })], {
      library_version: 'v0.0.0',
    });
    expect(curve!.points[0]!.throughput).toBeCloseTo(ITERATIONS);
    expect(curve!.doubts.join()).toContain(guess);
  });
});

describe('a file of Google Benchmark', () => {
  test('has repetitions as samples and leaves aggregates out', () => {
    const name = 'BM_x/real_time/threads:1';
    const [curve] = read([
      row(name, { real_time: 10 }),
      row(name, { real_time: 40, repetition_index: 1 }),
      { ...row(`${name}_mean`, { real_time: 25 }), run_name: name, run_type: 'aggregate' },
      { ...row(`${name}_cv`, { real_time: 0.5 }), run_name: name, run_type: 'aggregate' },
    ]);
    expect(curve!.points).toHaveLength(1);
    expect(curve!.points[0]!.samples).toEqual([100, 25]);
  });

  test('of a version without run_type is cleared of aggregates by their names', () => {
    const { run_type: _, run_name: __, ...plain } = row('BM_x/threads:1', { real_time: 10 });
    const [curve] = read([plain, { ...plain, name: 'BM_x/threads:1_median' }]);
    expect(curve!.points).toEqual([{ workers: 1, throughput: 100 }]);
  });

  test('has a curve for each benchmark and argument', () => {
    const curves = read([
      row('BM_a/8/threads:1', {}),
      row('BM_a/8/threads:2', {}),
      row('BM_a/64/threads:1', {}),
      row('BM_b/threads:1', {}),
      row('BM_without', {}),
    ]);
    expect(curves.map(({ name }) => name)).toEqual(['BM_a/8', 'BM_a/64', 'BM_b']);
  });

  test('tells the CPUs of its machine, and its units of time', () => {
    const [curve] = read([row('BM_x/threads:1', { real_time: 500, time_unit: 'us' })], { num_cpus: 8 });
    expect(curve!.machine).toEqual({ logicalCores: 8 });
    expect(curve!.points[0]!.throughput).toBeCloseTo(2000);
  });

  test('may count workers by an argument with a name', () => {
    const rows = [row('BM_pool/workers:4/real_time', { real_time: 10 })];
    expect(read(rows, {}, 'workers')[0]!.points).toEqual([{ workers: 4, throughput: 100 }]);
  });

  test('may hold bare NaN, which JSON does not know', () => {
    const text = '{"benchmarks": [{"name": "BM_x/threads:1", "real_time": 1, "cpu_time": NaN}]}';
    const file = fileOf('bench.json', text);
    expect(googleBenchmark.recognises(file)).toBe(true);
    expect((googleBenchmark.read(file, {}) as MeasuredCurve[])[0]!.points[0]!.throughput).toBeCloseTo(1e9);
  });

  test('leaves out what failed, and says so', () => {
    const [curve] = read([
      row('BM_x/threads:1', {}),
      row('BM_x/threads:2', { error_occurred: true, error_message: 'no', real_time: undefined }),
    ]);
    expect(curve!.points).toHaveLength(1);
    expect(curve!.doubts).toEqual(['Left out: 1 run that failed.']);
  });

  test('leaves out times that are no numbers, and says so', () => {
    const [curve] = read([row('BM_x/threads:1', {}), row('BM_x/threads:2', { real_time: null })]);
    expect(curve!.points.map(({ workers }) => workers)).toEqual([1]);
    expect(curve!.doubts).toEqual(['Left out: 1 run whose real_time is not a number above 0.']);
  });
});

test.each([
  [[row('BM_x', {})], 'bench.json: no benchmark of Google Benchmark is named …/threads:N'],
  [[row('BM_x/threads:2', { run_type: 'aggregate' })], 'bench.json has only aggregates of Google Benchmark'],
  [[row('BM_x/threads:2', { skipped: true })], 'every benchmark with /threads:N failed'],
  [[row('BM_x/threads:2', { time_unit: 'weeks' })], 'benchmarks[0].time_unit'],
])('what cannot be read is named: %#', (rows, message) => {
  expect(() => read(rows)).toThrow(message);
});
