import { describe, expect, test } from 'vitest';
import type { CurveOptions } from './index.js';
import { fileToRead, pointsIn } from './testing/reading.js';

const { FILE, reading } = fileToRead();

describe('what a column means, its neighbours say', () => {
  test.each<[header: string, row: string, point: number[]]>([
    ['workers,min', '2,3', [2, 1 / 180]],
    ['workers,min_ms,mean_ms,max_ms', '2,90,100,110', [2, 10]],
    ['workers,time,min,max', '2,4,3,5', [2, 0.25]],
    ['workers,time,min,max,stddev', '2,4,3,5,0.5', [2, 0.25]],
    ['workers,mean time (s),median time (s)', '2,4,3', [2, 0.25]],
    ['workers,median_ms,p99_ms', '2,4,30', [2, 250]],
    ['threads,elapsed,user,system', '2,4,7,1', [2, 0.25]],
    ['users,time', '2,4', [2, 0.25]],
    ['user,time', '2,4', [2, 0.25]],
    ['job,threads,time', 'build,2,4', [2, 0.25]],
    ['cpu,threads,time', '199.5,2,4', [2, 0.25]],
    ['n,threads,time', '1000,2,4', [2, 0.25]],
    ['cpu_ms,threads,time', '8,2,4', [2, 0.25]],
    ['max_workers,time', '2,4', [2, 0.25]],
    ['workers,requests per second', '2,4', [2, 4]],
    ['workers,Bytes read per minute', '2,4', [2, 4]],
    ['workers,rate', '2,1.5k', [2, 1500]],
    ['Method,Threads,Mean,Error,StdDev', 'Sort,2,4 s,0.1 s,0.2 s', [2, 0.25]],
  ])('%s', async (header, row, point) => {
    const read = await reading(`${header}\n${row}\n`);
    expect(pointsIn(read)).toEqual([[point[0], Number(point[1]!.toPrecision(6))]]);
  });

  test('of two columns of workers the one that changes', async () => {
    const read = await reading('threads,cores,time\n1,8,4\n2,8,2\n');
    expect(pointsIn(read).map(([workers]) => workers)).toEqual([1, 2]);
    expect(read.curves[0]!.doubts).toEqual(['Not used: column cores.']);
  });

  test('of names that differ in nothing but the count one curve', async () => {
    const { curves } = await reading('name,threads,time\nsort-1,1,4\nsort-2,2,2\nmap8,2,3\nmap8,8,1\n');
    expect(curves.map(({ name, points }) => [name, points.length])).toEqual([
      ['sort-{workers}', 2],
      ['map8', 2],
    ]);
  });

  test.each<[CurveOptions, number[]]>([
    [{ time: 'median' }, [4, 0.5]],
    [{ throughput: 'mean' }, [4, 4]],
    [{ throughput: 'mean', parameter: 'B' }, [2, 4]],
    [{ time: 'b', parameter: 'a' }, [4, 0.5]],
  ])('%j settles what is left', async (options, point) => {
    const read = await reading('a,b,mean,median,threads\n4,2,4,2,4\n', options);
    expect(pointsIn(read)).toEqual([point]);
  });
});

describe('what is left is refused with the columns that could be meant', () => {
  test.each<[content: string, message: string, options?: CurveOptions]>([
    [
      'workers,mean,stddev,min,max\n1,4,1,3,5\n',
      `${FILE}:1: no column is plainly a throughput or a time: "mean" could be meant. Name one with --time or --throughput.`,
    ],
    [
      'workers,time per op (ns)\n1,1\n',
      '"time per op (ns)" could be meant. Name one with --time or --throughput.',
    ],
    ['workers,speedup\n1,1\n', '"speedup" could be meant. Name one with --time or --throughput.'],
    ['a,b,time\n1,2,3\n', 'Name the column with --workers: "a" and "b" could be meant.'],
    ['job,time\nbuild,3\n', `${FILE}:1: "job" holds text, not a number of workers.`],
    [
      'threads,cores,time\n1,2,9\n2,4,8\n',
      'the columns "threads" and "cores" could each be the workers. Name one with --workers.',
    ],
    [
      'workers,ops/s,MB/s\n1,2,3\n',
      'the columns "ops/s" and "MB/s" could each be the throughput. Name one with --throughput.',
    ],
    [
      'workers,wall time,run time\n1,2,3\n',
      'the columns "wall time" and "run time" could each be the time. Name one with --time.',
    ],
    ['workers,time\n1,10,5\n2,5,25\n', `${FILE}:2: a comma cannot separate cells and stand inside numbers`],
    ['workers;time\n1;1,234.5\n2;12,5\n', `${FILE}:3: the comma has two roles`],
    ['workers,time\n1,1.9 s\n2,980\n', `${FILE}:3: "980" has no unit, and "1.9 s" (${FILE}:2) has one.`],
    ['workers,time\n1,5 MB\n', `${FILE}:2: "5 MB" is not a time: expected a unit such as s, ms, us or ns.`],
    ['workers,throughput\n1,5 s\n2,3 s\n', `${FILE}:2: "5 s" is a time, in a column of throughput.`],
    [
      'workers,rate\n1,5 ops/s\n2,3 MB/s\n',
      `${FILE}:3: "3 MB/s" cannot be converted into the unit of "5 ops/s" (${FILE}:2).`,
    ],
    ['workers,time\n1,NaN\n', `${FILE}:2: "NaN" is not a time: expected a number above 0.`],
    ['a,time\n1,2\n', 'Unknown column "tmie". Did you mean "time"?', { time: 'tmie', parameter: 'a' }],
    ['a,time\n1,2\n', '"a" is named twice: a column holds one thing.', { time: 'a', parameter: 'a' }],
    ['a,b\n1,2\n', 'Give --time or --throughput, not both', { time: 'a', throughput: 'b' }],
    [
      '[{"benchmark": "a.B.c", "mode": "thrpt", "primaryMetric": {"score": 1, "scoreUnit": "ops/s"}}]',
      '--time names a column of a CSV file',
      { time: 'score' },
    ],
  ])('%j', async (content, message, options = {}) => {
    await expect(reading(content, options)).rejects.toThrow(message);
  });
});
