import { describe, expect, it } from 'vitest';
import { inventRecord } from '../../testing/invented-record.js';
import type { InventedCase } from '../../testing/invented-run.js';
import { analyse } from '../analyse.js';
import { curvesOf, withoutCommonError } from './curves.js';

const curves = (...cases: InventedCase[]) =>
  curvesOf(analyse(inventRecord({ cases, host: { physicalCores: 4 } })).cases, (result) => result.case).map(
    ({ engine, chunksize, cpus, cases: along }) => ({
      engine,
      chunksize,
      cpus,
      workers: along.map((result) => result.case.workers),
    }),
  );
const pool = (workers: number, more: Partial<InventedCase> = {}): InventedCase => ({
  engine: 'threads',
  workers,
  wallMs: 100 / workers,
  ...more,
});

describe('a curve', () => {
  it('is one setting over workers, ascending', () => {
    expect(curves({ engine: 'serial', wallMs: 100 }, pool(4), pool(1), pool(2))).toEqual([
      { engine: 'threads', chunksize: 1, cpus: null, workers: [1, 2, 4] },
    ]);
  });

  it.each([
    ['engines', { engine: 'processes' }],
    ['dispatches', { dispatch: 'map' }],
    ['chunksizes', { chunksize: 4 }],
    ['CPUs', { cpus: [0, 1] }],
    ['replicas', { replica: 'b' }],
  ])('never mixes %s', (_, other) => {
    const found = curves(pool(1), pool(2, other), pool(4));
    expect(found.map(({ workers }) => workers)).toEqual([[1, 4], [2]]);
  });

  it.each([
    ['was started cold', { cold: true as const }],
    ['failed', { failed: 'broken' }],
    ['computed something else', { verified: false }],
  ])('leaves out what %s', (_, more) => {
    expect(curves(pool(1), pool(2, more))).toMatchObject([{ workers: [1] }]);
  });

  it('follows `auto` through what it came to', () => {
    const auto = (workers: number, chunksize: number) =>
      pool(workers, { dispatch: 'map', chunksize, chunksizeAsked: ['auto'] });
    expect(curves(auto(1, 3), auto(2, 2), auto(4, 1))).toMatchObject([
      { chunksize: 'auto', workers: [1, 2, 4] },
    ]);
  });

  it('is there once where a number and `auto` came to the same', () => {
    const both = (workers: number) => pool(workers, { chunksizeAsked: [1, 'auto'] });
    expect(curves(both(1), both(2))).toHaveLength(1);
  });
});

const point = (workers: number, half: number) => ({
  workers,
  throughput: 100 * workers,
  low: 100 * workers * Math.exp(-half),
  high: 100 * workers * Math.exp(half),
});
const halves = (points: { low: number; high: number }[]) =>
  points.map(({ low, high }) => Number((Math.log(high / low) / 2).toFixed(6)));

it('the noise of one worker goes from the ratios to the point of one worker', () => {
  const shared = Math.SQRT1_2 * 0.02;
  expect(halves(withoutCommonError([point(1, 0), point(2, 0.02), point(4, 0.05)]))).toEqual(
    [shared, shared, Math.sqrt(0.05 ** 2 - shared ** 2)].map((half) => Number(half.toFixed(6))),
  );
});

it.each([
  ['two counts', [point(1, 0), point(2, 0.02)]],
  ['counts without one worker', [point(2, 0.01), point(4, 0.02), point(8, 0.03)]],
])('%s stay as they are', (_, points) => {
  expect(withoutCommonError(points)).toEqual(points);
});

it('exact ratios stay exact', () => {
  expect(halves(withoutCommonError([point(1, 0), point(2, 0), point(4, 0)]))).toEqual([0, 0, 0]);
});
