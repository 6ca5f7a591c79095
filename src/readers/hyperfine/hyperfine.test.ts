import { describe, expect, test } from 'vitest';
import type { MeasuredCurve } from '../curve.js';
import { fileOf } from '../input/input-file.js';
import { hyperfine } from './hyperfine.js';

/** As `--export-json` writes a result. */
const result = (command: string, times: number[], parameters?: Record<string, string>) => ({
  command,
  mean: times.reduce((sum, time) => sum + time) / times.length,
  stddev: null,
  median: times[0],
  user: 0.1,
  system: 0.01,
  min: Math.min(...times),
  max: Math.max(...times),
  times,
  exit_codes: times.map(() => 0),
  ...(parameters && { parameters }),
});

const read = (results: object[], parameter?: string): MeasuredCurve[] =>
  hyperfine.read(fileOf('scan.json', JSON.stringify({ results })), { parameter }) as MeasuredCurve[];

describe('a scan of hyperfine', () => {
  test('has every time as a sample', () => {
    const [curve] = read([
      result('make -j 1', [4, 4.1], { threads: '1' }),
      result('make -j 2', [2, 2], { threads: '2' }),
    ]);
    expect(curve!.name).toBe('make -j {threads}');
    expect(curve!.points.map(({ workers, samples }) => [workers, samples])).toEqual([
      [1, [1 / 4, 1 / 4.1]],
      [2, [0.5, 0.5]],
    ]);
    expect(curve!.unit).toBe('runs/s');
  });

  test('of two commands has two curves, also where another number equals the count', () => {
    const curves = read([
      result('sleep 2 -j 1', [2], { n: '1' }),
      result('nap 2 -j 1', [3], { n: '1' }),
      result('sleep 2 -j 2', [1], { n: '2' }),
      result('nap 2 -j 2', [1.5], { n: '2' }),
    ]);
    expect(curves.map(({ name }) => name)).toEqual(['sleep 2 -j {n}', 'nap 2 -j {n}']);
    expect(curves.map(({ points }) => points.length)).toEqual([2, 2]);
  });

  test('with another parameter has a curve for each of its values', () => {
    const curves = read([
      result('a gcc 1', [2], { compiler: 'gcc', threads: '1' }),
      result('a clang 1', [3], { compiler: 'clang', threads: '1' }),
    ]);
    expect(curves.map(({ name }) => name)).toEqual(['a gcc 1 (compiler gcc)', 'a clang 1 (compiler clang)']);
  });

  test('takes the parameter whose name means workers, and otherwise the only number', () => {
    const named = [
      result('x 9 1', [2], { size: '9', threads: '1' }),
      result('x 9 2', [1], { size: '9', threads: '2' }),
    ];
    expect(read(named)[0]!.points.map(({ workers }) => workers)).toEqual([1, 2]);
    expect(read([result('x 3 y', [2], { k: '3', mode: 'y' })])[0]!.points[0]!.workers).toBe(3);
  });

  test('without parameters takes the count from the names of the commands', () => {
    const [curve] = read([result('threads: 1', [2]), result('threads: 4', [0.5])]);
    expect(curve!.points.map(({ workers }) => workers)).toEqual([1, 4]);
  });

  test('leaves out runs whose command failed, and says so', () => {
    const scanned = { ...result('x 1', [2, 0.1], { threads: '1' }), exit_codes: [0, 1] };
    const [curve] = read([scanned]);
    expect(curve!.points).toEqual([{ workers: 1, throughput: 0.5 }]);
    expect(curve!.doubts).toEqual(['Left out: 1 run whose command failed.']);
  });

  test('has its mean where the times were not exported', () => {
    const { times: _, exit_codes: __, ...mean } = result('x 2', [4], { threads: '2' });
    expect(read([mean])[0]!.points).toEqual([{ workers: 2, throughput: 0.25 }]);
  });
});

describe('what cannot be read is named with its place', () => {
  test.each([
    [[result('x', [1])], 'scan.json: results[0] has no parameter'],
    [[result('x a', [1], { compiler: 'a' })], 'no parameter (compiler) is a number of workers'],
    [[result('x 1 2', [1], { a: '1', b: '2' })], 'several parameters could be the number of workers: a, b.'],
    [[{ ...result('x 1', [1], { n: '1' }), exit_codes: [1] }], 'results[0]: every run of "x 1" failed.'],
    [[{ command: 'x', mean: 'fast' }], 'results[0].mean is "fast", expected a number.'],
    [
      [{ ...result('x 1', [1], { n: '1' }), times: [0] }],
      'results[0]: "x 1" took 0 s, no longer than the shell that starts it: run hyperfine with -N.',
    ],
    [
      [{ ...result('x 1', [1], { n: '1' }), times: [-1] }],
      'results[0].times[0] is -1, expected a number from 0 on',
    ],
    [[], 'results is [], expected at least one entry.'],
  ])('%#', (results, message) => {
    expect(() => read(results)).toThrow(message);
  });

  test('and so is a parameter that is not there, or is none', () => {
    const results = [result('x 1', [1], { threads: '1', size: 'big' })];
    expect(() => read(results, 'thread')).toThrow('Unknown parameter "thread". Did you mean "threads"?');
    expect(() => read(results, 'size')).toThrow('scan.json: results[0]: parameter size is "big"');
  });
});

describe('a scan with runs of no time, which hyperfine writes where the shell took all of it', () => {
  test('leaves them out, says so, and names -N', () => {
    const [curve] = read([
      result('x 1', [0, 0.002], { n: '1' }),
      result('x 2', [0, 0], { n: '2' }),
      result('x 4', [0.001], { n: '4' }),
    ]);
    expect(curve!.points.map(({ workers, throughput }) => [workers, throughput])).toEqual([
      [1, 500],
      [4, 1000],
    ]);
    expect(curve!.doubts).toEqual([
      'Left out: 3 runs of 0 s, no longer than the shell that starts the command; hyperfine -N starts it without a shell.',
    ]);
  });

  test('leaves out a count whose runs all failed, and says so', () => {
    const failed = { ...result('x 1', [2], { n: '1' }), exit_codes: [1] };
    const [curve] = read([failed, result('x 2', [1], { n: '2' })]);
    expect(curve!.points.map(({ workers }) => workers)).toEqual([2]);
    expect(curve!.doubts).toEqual(['Left out: 1 run whose command failed.']);
  });
});

test('a command to compare with, which has no parameter, is left out and named', () => {
  const [curve] = read([result('old', [9]), result('x 1', [2], { n: '1' }), result('x 2', [1], { n: '2' })]);
  expect(curve!.points).toHaveLength(2);
  expect(curve!.doubts).toEqual(['Left out: "old", without parameters.']);
});

test('a number that stands in a name by chance keeps curves apart, in any order', () => {
  const names = [
    ['Map8 -j 8', '8'],
    ['Map64 -j 64', '64'],
    ['Map8 -j 64', '64'],
    ['Map64 -j 8', '8'],
  ] as const;
  const curves = read(names.map(([name, n]) => result(name, [1], { n })));
  expect(curves.map(({ name, points }) => [name, points.length])).toEqual([
    ['Map8 -j {n}', 2],
    ['Map64 -j {n}', 2],
  ]);
});

describe('a CSV export', () => {
  const old = 'command,mean,stddev,median,user,system,min,max,parameter_threads';
  const oldest = 'command,mean,stddev,user,system,min,max,parameter';
  const metrics = 'command,time_wall_clock_unit,time_wall_clock_mean,time_wall_clock_min,parameter_threads';
  const readCsv = (text: string, options = {}) =>
    hyperfine.read(fileOf('s.csv', text), options) as MeasuredCurve[];

  test.each([
    [`${old}\nx 1,4,0.1,3.9,7,1,3.8,4.2,1\nx 2,2,0.1,1.9,7,1,1.8,2.2,2\n`, [0.25, 0.5]],
    [`${oldest}\nx 1,4,0.1,7,1,3.8,4.2,1\nx 2,2,0.1,7,1,1.8,2.2,2\n`, [0.25, 0.5]],
    [`${metrics}\nx 1,ms,4000,3800,1\nx 2,s,2,1.8,2\n`, [0.25, 0.5]],
    [`${old.replaceAll(',', ';')}\nx 1;4,5;0,1;3,9;7;1;3,8;4,2;1\n`, [1 / 4.5]],
  ])('%j has the mean of each count', (text, rates) => {
    const [curve] = readCsv(text);
    expect(curve!.points.map(({ throughput }) => throughput)).toEqual(rates);
    expect(curve!.basis).toContain('the mean of a count');
  });

  test('takes another of its columns where --time names one', () => {
    const text = `${old}\nx 1,4,0.1,5,7,1,3.8,4.2,1\n`;
    expect(readCsv(text, { time: 'median' })[0]!.points[0]!.throughput).toBe(0.2);
    expect(() => readCsv(text, { time: 'medians' })).toThrow(
      'Unknown column "medians". Did you mean "median"?',
    );
    expect(() => readCsv(text, { throughput: 'mean' })).toThrow('hyperfine, which measures times');
  });

  test.each([
    [`${old}\nx 1,fast,0.1,5,7,1,3.8,4.2,1\n`, 's.csv:2: "fast" is not a time of hyperfine'],
    [`${old}\nx 1,0,0,0,7,1,0,0,1\n`, 's.csv:2: "x 1" took 0 s, no longer than the shell'],
    ['command,memory_peak_resident_unit,memory_peak_resident_mean\nx 1,B,9\n', '--metrics time_wall_clock'],
  ])('%j is refused', (text, message) => {
    expect(() => readCsv(text)).toThrow(message);
  });
});
