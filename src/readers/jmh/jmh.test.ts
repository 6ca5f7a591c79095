import { describe, expect, test } from 'vitest';
import type { MeasuredCurve } from '../curve.js';
import { fileOf } from '../input/input-file.js';
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
    [
      [entry(1, { scoreUnit: 'B/op' })],
      'jmh.json: [0]: the unit of org.example.sort.Sort.parallel is "B/op"',
    ],
    [
      [entry(1, { score: 'NaN' })],
      'jmh.json: JMH gives no score for any benchmark (org.example.sort.Sort.parallel: NaN).',
    ],
    [[entry(1, {}), entry(0, {})], '[1].threads is 0, expected a number above 0.'],
    [
      [entry(1, { score: 0 })],
      'the score of org.example.sort.Sort.parallel is 0 ops/s, expected one above 0',
    ],
    [[entry(1, { scoreUnit: undefined })], '[0].primaryMetric.scoreUnit'],
  ])('%#', (entries, message) => {
    expect(() => read(entries)).toThrow(message);
  });

  test('and so is a parameter that is not there, or is no count', () => {
    const entries = [entry(1, {}, { params: { pool: 'many' } })];
    expect(() => read(entries, 'poool')).toThrow('Unknown parameter "poool". Did you mean "pool"?');
    expect(() => read(entries, 'pool')).toThrow('jmh.json: [0]: parameter pool is "many"');
  });
});

describe('JMH as it really writes', () => {
  test('NaN as text: such scores are left out, and it says so', () => {
    const [curve] = read([
      entry(1, { score: 'NaN', rawData: [[10, 'NaN', 40]] }),
      entry(2, { score: 'NaN', rawData: [['NaN']] }),
    ]);
    expect(curve!.points.map(({ workers, samples }) => [workers, samples])).toEqual([[1, [10, 40]]]);
    expect(curve!.doubts).toEqual(['Left out: 2 scores that JMH gives as NaN or infinite.']);
  });

  test.each([
    [['on1Thread', 'on4Threads'], 1],
    [['threads1', 'threads4'], 1],
    [['size64', 'size8'], 2],
  ])('@Threads in the names of methods %j: %d curves', (methods, curves) => {
    const [one, four] = methods;
    const found = read([
      entry(1, {}, { benchmark: `org.Sort.${one}` }),
      entry(4, { score: 3 }, { benchmark: `org.Sort.${four}` }),
    ]);
    expect(found).toHaveLength(curves);
  });

  test('one curve of @Threads in names is named by what they have in common', () => {
    const found = read([1, 2, 4].map((n) => entry(n, { score: n }, { benchmark: `org.Sort.on${n}` })));
    expect(found.map(({ name, points }) => [name, points.length])).toEqual([['Sort.on{threads}, thrpt', 3]]);
  });

  test('a number in a name that is no count of threads keeps curves apart', () => {
    const found = read(
      [8, 64].flatMap((size) => [8, 64].map((n) => entry(n, {}, { benchmark: `org.Map${size}.get` }))),
    );
    expect(found.map(({ name, points }) => [name, points.length])).toEqual([
      ['Map8.get, thrpt', 2],
      ['Map64.get, thrpt', 2],
    ]);
  });

  test('a parameter that is called so holds the workers, where JMH has one thread throughout', () => {
    const [curve] = read(['1', '2'].map((threads) => entry(1, {}, { params: { threads, size: '9' } })));
    expect(curve!.points.map(({ workers }) => workers)).toEqual([1, 2]);
    expect(curve!.name).toBe('Sort.parallel, thrpt (size 9)');
  });
});

describe('the CSV of JMH', () => {
  const header = '"Benchmark","Mode","Threads","Samples","Score","Score Error (99.9%)","Unit"';
  const pointIn = (row: string) =>
    (jmh.read(fileOf('jmh.csv', `${header}\n${row}\n`), {}) as MeasuredCurve[])[0]!.points[0]!;

  // t is 8.610 at 99.95 % and 2.776 at 97.5 % of four degrees of freedom.
  test('has an error of 99.9 %, which becomes a 95 % interval', () => {
    const { throughput, low, high } = pointIn('"a.B.c","thrpt",2,5,100.0,8.610,"ops/s"');
    expect([throughput, low, high]).toEqual([100, expect.closeTo(97.224, 2), expect.closeTo(102.776, 2)]);
  });

  test('of times turns the ends round', () => {
    const { throughput, low, high } = pointIn('"a.B.c","avgt",2,5,1.0,0.08610,"s/op"');
    expect([throughput, low, high]).toEqual([
      2,
      expect.closeTo(2 / 1.02776, 3),
      expect.closeTo(2 / 0.97224, 3),
    ]);
  });

  test.each(['1,NaN', '5,NaN', '5,0.0', '2,9999.0'])('has no interval of %s', (figures) => {
    const [samples, error] = figures.split(',');
    expect(pointIn(`"a.B.c","thrpt",2,${samples},100.0,${error},"ops/s"`)).toEqual({
      workers: 2,
      throughput: 100,
    });
  });
});
