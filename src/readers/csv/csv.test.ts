import { describe, expect, test } from 'vitest';
import type { MeasuredCurve } from '../curve.js';
import { fileOf } from '../input/input-file.js';
import { csv } from './csv.js';

const read = (text: string, parameter?: string): MeasuredCurve[] =>
  csv.read(fileOf('file.csv', text), { parameter }) as MeasuredCurve[];

const pointsIn = (text: string, parameter?: string) =>
  read(text, parameter)[0]!.points.map(({ workers, throughput }) => [workers, throughput]);

describe('a CSV file', () => {
  test('of throughputs is taken as it stands, in ascending order of workers', () => {
    expect(pointsIn('workers,throughput\n4,38\n1,10\n2,19.5\n')).toEqual([
      [1, 10],
      [2, 19.5],
      [4, 38],
    ]);
  });

  test('of times is turned round: half the time is twice the throughput', () => {
    const [curve] = read('workers,time\n1,10\n2,5\n');
    expect(curve!.points.map(({ throughput }) => throughput)).toEqual([0.1, 0.2]);
    expect(curve!.unit).toBe('runs/s');
    expect(curve!.basis).toContain('the same work');
  });

  test.each([
    ['threads,time (ms)', 1000],
    ['Threads;Wall time [s]', 1],
    ['num_threads\twall_time_us', 1e6],
    ['n,seconds', 1],
    ['# a comment\n\nProcesses, elapsed_ms', 1000],
    ['\uFEFFjobs,time', 1],
  ])('with the header %j is understood', (header, perSecond) => {
    const delimiter = /[;\t]/.exec(header)?.[0] ?? ',';
    expect(pointsIn(`${header}\n2${delimiter}8\n`)).toEqual([[2, perSecond / 8]]);
  });

  test.each([
    ['throughput (req/s)', 'req/s'],
    ['ops/s', 'ops/s'],
    ['throughput', 'as in the file'],
  ])('names the unit of "%s"', (header, unit) => {
    expect(read(`workers,${header}\n1,5\n`)[0]!.unit).toBe(unit);
  });

  test('takes rows of one count as samples: their geometric mean, with its interval', () => {
    const [point] = read('workers,run,throughput\n1,1,10\n1,2,40\n')[0]!.points;
    expect(point!.throughput).toBeCloseTo(20);
    expect(point!.samples).toEqual([10, 40]);
    expect(point!.low! * point!.high!).toBeCloseTo(400);
  });

  test('takes low and high for the interval; of times they change places', () => {
    const [point] = read('workers,time,low,high\n1,10,8,16\n')[0]!.points;
    expect(point).toEqual({ workers: 1, throughput: 0.1, low: 1 / 16, high: 1 / 8 });
  });

  test('makes a curve of each name', () => {
    const curves = read('name,workers,throughput\nb,1,10\na,1,20\nb,2,19\n');
    expect(curves.map(({ name, points }) => [name, points.length])).toEqual([
      ['b', 2],
      ['a', 1],
    ]);
  });

  test('says which columns it does not use', () => {
    expect(read('workers,throughput,speedup\n1,10,1\n2,19,1.9\n')[0]!.doubts).toEqual([
      'Not used: column speedup.',
    ]);
  });

  test('takes the workers from the column that it is told', () => {
    expect(pointsIn('threads,cores,throughput\n8,2,10\n', 'cores')).toEqual([[2, 10]]);
  });
});

describe('what cannot be read is named with its place', () => {
  test.each([
    ['1,10\n2,19\n', 'file.csv:1: expected a header with a column workers'],
    [
      'workers,colour\n1,red\n',
      'file.csv:1: expected a column throughput, or time; found "workers" and "colour".',
    ],
    ['# x\nworkers,throughput\n1,10\n\ntwo,19\n', 'file.csv:5: "two" is not a number of workers'],
    ['workers,throughput\n1,10\n1.5,19\n', 'file.csv:3: "1.5" is not a number of workers'],
    ['workers,throughput\n1,\n', 'file.csv:2: "" is not a throughput: expected a number above 0.'],
    ['workers,time\n1,0\n', 'file.csv:2: "0" is not a time'],
    ['workers,time\n1,Infinity\n', 'file.csv:2: "Infinity" is not a time'],
    [
      'workers,time\n1,2,3\n',
      'file.csv:2: a comma cannot separate cells and stand inside numbers: found 3 cells under 2 columns (1,2,3).',
    ],
    ['workers;time\n1;2;3\n', 'file.csv:2: found 3 cells under 2 columns ("1", "2" and "3").'],
    ['workers;time\n1\n', 'file.csv:2: found 1 cell under 2 columns ("1").'],
    ['workers,time\n1,5\n2,"x\n', 'file.csv:3: a quote (") is not closed'],
    ['workers,time\n', 'file.csv has a header and no rows.'],
    ['# nothing\n', 'file.csv has no header'],
    ['threads,cores,time\n1,1,5\n', 'the columns "threads" and "cores" could each be the workers'],
    ['workers,engine,time\n1,a,5\n1,b,6\n', 'file.csv:3: two rows of 1 worker differ in "engine".'],
  ])('%j', (text, message) => {
    expect(() => read(text)).toThrow(message);
  });

  test('and so is a column that is not there', () => {
    expect(() => read('workers,time\n1,5\n', 'cpus')).toThrow('Unknown column "cpus".');
  });
});
