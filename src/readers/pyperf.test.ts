import { describe, expect, test } from 'vitest';
import type { MeasuredCurve } from './curve.js';
import { fileOf } from './input/input-file.js';
import { pyperf } from './pyperf.js';

const bench = (name: string, values: number[], metadata: object = {}) => ({
  metadata: { name, loops: 1, ...metadata },
  runs: [
    { metadata: { calibrate_loops: 1 }, warmups: [[1, 9]] },
    { metadata: { duration: 1 }, warmups: [[1, 9]], values },
  ],
});

const read = (benchmarks: object[], metadata: object = {}, parameter?: string): MeasuredCurve[] =>
  pyperf.read(fileOf('bench.json', JSON.stringify({ benchmarks, metadata, version: '1.0' })), {
    parameter,
  }) as MeasuredCurve[];

const countsOf = ([curve]: MeasuredCurve[]) => curve!.points.map(({ workers }) => workers);

describe('a suite of pyperf', () => {
  test('has every value as a sample, and neither warm-ups nor calibration', () => {
    const [curve] = read([bench('sort/workers:2', [0.5, 0.25])]);
    expect(curve!.points[0]).toMatchObject({ workers: 2, samples: [2, 4] });
  });

  test.each([
    [['sort/workers:1', 'sort/workers:4'], 'sort'],
    [['sort [threads=1]', 'sort [threads=4]'], 'sort'],
    [['sort, 1 process', 'sort, 4 processes'], 'sort'],
    [['sort-jobs-1', 'sort-jobs-4'], 'sort'],
  ])('takes the workers from names such as %j', (names, expected) => {
    const curves = read(names.map((name) => bench(name, [1])));
    expect(curves.map(({ name }) => name)).toEqual([expected]);
    expect(countsOf(curves)).toEqual([1, 4]);
  });

  test('takes the workers from a metadata, which goes before the name', () => {
    const curves = read([bench('sort_1', [1], { workers: 1 }), bench('sort_8', [1], { workers: 8 })]);
    expect(curves.map(({ name }) => name)).toEqual(['sort_{workers}']);
    expect(countsOf(curves)).toEqual([1, 8]);
  });

  test('takes the CPUs of the machine for nothing else', () => {
    const curves = read([bench('sort/threads:2', [1])], { cpu_count: 16 });
    expect(countsOf(curves)).toEqual([2]);
    expect(curves[0]!.machine).toEqual({ logicalCores: 16 });
  });

  test('has a curve for each name', () => {
    const curves = read(['a/workers:1', 'b/workers:1', 'a/workers:2'].map((name) => bench(name, [1])));
    expect(curves.map(({ name, points }) => [name, points.length])).toEqual([
      ['a', 2],
      ['b', 1],
    ]);
  });

  test('takes the metadata that it is told', () => {
    expect(countsOf(read([bench('a', [1], { pool: '6' })], {}, 'pool'))).toEqual([6]);
  });
});

test.each([
  [[bench('sort', [1])], {}, 'bench.json: benchmarks[0] ("sort") does not say how many workers it uses'],
  [[bench('a/workers:1', [])], {}, 'benchmarks[0].runs: expected values, found only calibration'],
  [[bench('a/workers:1', [1])], { unit: 'byte' }, 'benchmarks[0] of pyperf is in bytes: expected seconds'],
  [[bench('a', [1], { workers: 'all' })], {}, 'metadata workers is "all"'],
  [[bench('a/workers:1', [0])], {}, 'benchmarks[0].runs[1].values[0]'],
])('what cannot be read is named: %#', (benchmarks, metadata, message) => {
  expect(() => read(benchmarks, metadata)).toThrow(message);
});
