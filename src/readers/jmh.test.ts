import { describe, expect, test } from 'vitest';
import type { MeasuredCurve } from './curve.js';
import { fileOf } from './input-file.js';
import { jmh } from './jmh.js';

const entry = (threads: number, metric: object, more: object = {}) => ({
  jmhVersion: '1.37',
  benchmark: 'org.example.sort.Sort.parallel',
  mode: 'thrpt',
  threads,
  forks: 1,
  primaryMetric: { score: 1, scoreError: 'NaN', scoreUnit: 'ops/s', ...metric },
  secondaryMetrics: {},
  ...more,
});

const read = (entries: object[], parameter?: string): MeasuredCurve[] =>
  jmh.read(fileOf('jmh.json', JSON.stringify(entries)), { parameter }) as MeasuredCurve[];

const rate = (threads: number, metric: object) => read([entry(threads, metric)])[0]!.points[0]!.throughput;

describe('a score of JMH', () => {
  test('in ops is of all threads together', () => {
    expect(rate(4, { score: 8, scoreUnit: 'ops/s' })).toBe(8);
    expect(rate(4, { score: 8, scoreUnit: 'ops/ms' })).toBeCloseTo(8000);
    expect(rate(4, { score: 120, scoreUnit: 'ops/min' })).toBeCloseTo(2);
  });

  test('in time an op is of each thread, so that four threads do four at once', () => {
    expect(rate(4, { score: 2, scoreUnit: 'ms/op' })).toBeCloseTo(2000);
    expect(rate(1, { score: 2, scoreUnit: 'us/op' })).toBeCloseTo(500_000);
  });
});

describe('a file of JMH', () => {
  test('has every iteration of every fork as a sample', () => {
    const [curve] = read([entry(1, { score: 25, rawData: [[10, 40], [20]] })]);
    expect(curve!.points[0]!.samples).toEqual([10, 40, 20]);
    expect(curve!.points[0]!.throughput).toBeCloseTo(20);
  });

  test('has the mean of each iteration where times were sampled', () => {
    const rawDataHistogram = [
      [
        [
          [1, 3],
          [5, 1],
        ],
        [[2, 1]],
      ],
    ];
    const [curve] = read([entry(2, { scoreUnit: 's/op', rawDataHistogram }, { mode: 'sample' })]);
    expect(curve!.points[0]!.samples).toEqual([1, 1]);
  });

  test('has a curve for each benchmark, mode and parameters, named without what all share', () => {
    const curves = read([
      entry(1, {}, { params: { size: '10' } }),
      entry(2, {}, { params: { size: '10' } }),
      entry(1, {}, { params: { size: '99' } }),
      entry(1, { scoreUnit: 'us/op' }, { mode: 'avgt', params: { size: '10' } }),
      entry(1, {}, { benchmark: 'org.example.map.Fill.parallel' }),
    ]);
    expect(curves.map(({ name, points }) => [name, points.length])).toEqual([
      ['sort.Sort.parallel, thrpt (size 10)', 2],
      ['sort.Sort.parallel, thrpt (size 99)', 1],
      ['sort.Sort.parallel, avgt (size 10)', 1],
      ['map.Fill.parallel, thrpt', 1],
    ]);
    expect(read([entry(1, {})])[0]!.name).toBe('Sort.parallel, thrpt');
  });

  test('may count workers by a parameter: a pool that one thread of JMH calls', () => {
    const pools = ['1', '8'].map((pool, i) =>
      entry(1, { score: 2 / (i + 1), scoreUnit: 's/op' }, { params: { pool, size: '10' } }),
    );
    const [curve] = read(pools, 'pool');
    expect(curve!.name).toBe('Sort.parallel, thrpt (size 10)');
    expect(curve!.points).toEqual([
      { workers: 1, throughput: 0.5 },
      { workers: 8, throughput: 1 },
    ]);
  });
});

describe('what cannot be read is named with its place', () => {
  test.each([
    [[entry(1, { scoreUnit: 'B/op' })], 'jmh.json: [0].primaryMetric.scoreUnit is "B/op"'],
    [[entry(1, { score: 'NaN' })], 'expected scores above 0, found NaN'],
    [[entry(1, {}), entry(0, {})], '[1].threads'],
    [[entry(1, { scoreUnit: undefined })], '[0].primaryMetric.scoreUnit'],
  ])('%#', (entries, message) => {
    expect(() => read(entries)).toThrow(message);
  });

  test('and so is a parameter that is not there, or is no count', () => {
    const entries = [entry(1, {}, { params: { pool: 'many' } })];
    expect(() => read(entries, 'poool')).toThrow('Unknown parameter "poool". Did you mean "pool"?');
    expect(() => read(entries, 'pool')).toThrow('jmh.json: [0].params.pool is "many"');
  });
});
