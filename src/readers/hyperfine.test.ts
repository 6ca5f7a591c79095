import { describe, expect, test } from 'vitest';
import type { MeasuredCurve } from './curve.js';
import { hyperfine } from './hyperfine.js';
import { fileOf } from './input-file.js';

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
    [[{ command: 'x', mean: 'fast' }], 'results[0].mean: expected number'],
    [[{ ...result('x 1', [1], { n: '1' }), times: [0] }], 'results[0].times[0]'],
    [[], 'results'],
  ])('%#', (results, message) => {
    expect(() => read(results)).toThrow(message);
  });

  test('and so is a parameter that is not there, or is none', () => {
    const results = [result('x 1', [1], { threads: '1', size: 'big' })];
    expect(() => read(results, 'thread')).toThrow('Unknown parameter "thread". Did you mean "threads"?');
    expect(() => read(results, 'size')).toThrow('scan.json: results[0]: parameter size is "big"');
  });
});
