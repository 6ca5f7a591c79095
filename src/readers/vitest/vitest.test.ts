import { describe, expect, test } from 'vitest';
import type { MeasuredCurve } from '../curve.js';
import { fileOf } from '../input/input-file.js';
import { fileToRead } from '../testing/reading.js';
import { isVitestResults, readVitestResults, vitest } from './vitest.js';

const { FILE, reading } = fileToRead();

/** 100 iterations, of so many ms on average. */
const bench = (name: string, mean?: number | null, more: object = {}) => ({
  id: '1_0',
  name,
  rank: 1,
  rme: 10,
  samples: [],
  ...(mean !== undefined && { mean, hz: 1000 / mean!, sampleCount: 100 }),
  ...more,
});

const group = (fullName: string, ...benchmarks: object[]) => ({ fullName, benchmarks });
const results = (...groups: object[]) => JSON.stringify({ files: [{ filepath: '/p/a.bench.ts', groups }] });
const read = (content: string, parameter?: string): MeasuredCurve[] =>
  vitest.read(fileOf('bench.json', content), { parameter }) as MeasuredCurve[];

describe('results of vitest bench', () => {
  test('are iterations per second, with the interval that vitest’s ± is', async () => {
    const { format, curves } = await reading(
      results(group('a.bench.ts > sort', bench('1 worker', 20), bench('2 workers', 10))),
    );
    expect(format).toBe('vitest');
    expect(curves).toHaveLength(1);
    expect(curves[0]).toMatchObject({ name: 'a.bench.ts > sort', unit: 'iterations/s', doubts: [] });
    const [one, two] = curves[0]!.points;
    expect([one!.workers, one!.throughput, two!.workers, two!.throughput]).toEqual([1, 50, 2, 100]);
    expect(two!.high! / two!.throughput).toBeCloseTo(Math.exp(0.1), 12);
    expect(two!.throughput / two!.low!).toBeCloseTo(Math.exp(0.1), 12);
  });

  test('have no interval of a single iteration', () => {
    const [curve] = read(results(group('a.bench.ts', bench('1 worker', 20, { sampleCount: 1, rme: null }))));
    expect(curve!.points).toEqual([{ workers: 1, throughput: 50 }]);
  });

  test.each([
    ['a.bench.ts > sort', ['workers=1', 'workers=4'], 'a.bench.ts > sort'],
    ['a.bench.ts', ['sort, 1 thread', 'sort, 4 threads'], 'a.bench.ts > sort'],
    ['8-threads.bench.ts', ['sort/jobs:1', 'sort/jobs:4'], '8-threads.bench.ts > sort'],
  ])('in %s count workers by names such as %j', (fullName, names, curve) => {
    const curves = read(results(group(fullName, ...names.map((name) => bench(name, 1)))));
    expect(curves.map(({ name, points }) => [name, points.map(({ workers }) => workers)])).toEqual([
      [curve, [1, 4]],
    ]);
  });

  test('count workers by the nearest describe where the benchmark does not', () => {
    const of = (workers: number) =>
      group(`a.bench.ts > ${workers} workers`, bench('sort', 1), bench('map', 1));
    const curves = read(results(of(1), of(2)));
    expect(curves.map(({ name, points }) => [name, points.length])).toEqual([
      ['a.bench.ts > sort', 2],
      ['a.bench.ts > map', 2],
    ]);
  });

  test('count what --workers names, and nothing else', () => {
    const content = results(group('a.bench.ts > 2 workers', bench('shards=1', 1), bench('shards=8', 1)));
    expect(read(content, 'shards')[0]!.points.map(({ workers }) => workers)).toEqual([1, 8]);
    expect(() => read(content, 'shelves')).toThrow(
      'such as shelves=4; the first is "a.bench.ts > 2 workers >',
    );
  });

  test('leave out what has no number of workers and what threw, and say so', () => {
    const [curve] = read(
      results(
        group(
          'a.bench.ts',
          bench('1 worker', 1),
          bench('alone', 1),
          bench('2 workers'),
          bench('3 workers', null),
        ),
      ),
    );
    expect(curve!.points.map(({ workers }) => workers)).toEqual([1]);
    expect(curve!.doubts).toEqual([
      'Left out: 1 benchmark whose name has no number of workers.',
      'Left out: 2 benchmarks that threw or took no measurable time.',
    ]);
  });

  test('have a name once: vitest allows it twice', async () => {
    await reading(results(group('a.bench.ts', bench('1 worker', 1), bench('1 worker', 2)))).catch(() => {});
    const { benchmarks } = await readVitestResults(FILE);
    expect(benchmarks.map(({ name }) => name)).toEqual(['a.bench.ts > 1 worker', 'a.bench.ts > 1 worker #2']);
  });
});

describe('what cannot be read is refused', () => {
  test.each([
    [results(group('a.bench.ts', bench('sort', 1))), 'no benchmark says how many workers it uses'],
    [results(group('a.bench.ts', bench('1 worker'))), 'every benchmark threw'],
    [results(), 'has no benchmark: all were skipped'],
    [
      results(group('a.bench.ts', bench('1 worker', 1, { mean: 'fast' }))),
      'not benchmark results of vitest: files[0].groups[0].benchmarks[0].mean is "fast", expected a number',
    ],
    ['{"files": []}', 'is JSON of vitest bench without a benchmark'],
    ['{"numTotalTests": 1, "testResults": []}', 'is a report on tests, as vitest and Jest write'],
    [
      '{"files": [{"filepath": "a", "groups": [{"sampleCount": 3',
      'vitest writes a whole file with vitest bench',
    ],
  ])('%s', async (content, message) => {
    await expect(reading(content)).rejects.toThrow(message);
  });
});

test('a file is told by its first words', async () => {
  await reading(JSON.stringify(JSON.parse(results()), null, 2)).catch(() => {});
  expect(await isVitestResults(FILE)).toBe(true);
  await reading('{"schema": "corewise/report/1"}').catch(() => {});
  expect(await isVitestResults(FILE)).toBe(false);
  expect(await isVitestResults(`${FILE}-of-nobody`)).toBe(false);
});
