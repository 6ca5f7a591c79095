import { describe, expect, it } from 'vitest';
import { inventRecord } from '../../testing/invented-record.js';
import type { InventedCase, InventedRun } from '../../testing/invented-run.js';
import { analyse } from '../analyse.js';
import type { CurveFit } from './fits.js';

const SERIAL_MS = 960;
const TASKS = 960;

/** A curve whose scaling at each count is given; a task takes a millisecond. */
function fitsOf(
  scaling: Record<number, number>,
  run: Partial<InventedRun> = {},
  engine = 'threads',
): CurveFit[] {
  const cases = Object.entries(scaling).map(([workers, times]) => ({
    engine,
    workers: Number(workers),
    wallMs: SERIAL_MS / times,
  }));
  const serial = { engine: 'serial', wallMs: SERIAL_MS };
  const scenarios = [{ name: 'cycles', tasks: TASKS, taskMs: new Array<number>(TASKS).fill(1) }];
  return analyse(inventRecord({ scenarios, cases: [serial, ...cases], ...run })).fits;
}

const host = { physicalCores: 16, threadsPerCore: 2 };
const smt = { 1: 1, 8: 8, 16: 16, 32: 19.2 };

describe('a fit of a run', () => {
  it.each(['threads', 'fake'])('finds the law and its numbers: cores with two threads, %s', (engine) => {
    const [fitted, ...others] = fitsOf(smt, { host }, engine);
    const { machine, points, fit } = fitted!;
    expect(others).toEqual([]);
    expect(machine).toEqual({ physicalCores: 16, logicalCores: 32 });
    expect(points.map(({ workers, throughput }) => [workers, Math.round(throughput)])).toEqual([
      [1, 1000],
      [8, 8000],
      [16, 16_000],
      [32, 19_200],
    ]);
    expect(fit.law).toBe('usl-smt');
    expect(fit.parameters.yield).toBeCloseTo(1.2, 2);
    expect(fit.parameters.alpha).toBeCloseTo(0, 3);
    expect(fit.predict(24).throughput).toBeCloseTo(17_600, -2);
    expect(fit.predict(64).extrapolated).toBe(true);
  });

  it('is a straight line where workers have nothing to do with each other', () => {
    const [fitted] = fitsOf({ 1: 1, 2: 2, 4: 4, 8: 8 }, { host: { physicalCores: 8 } });
    expect(fitted!.fit.law).toBe('linear');
    expect(fitted!.fit.predict(16).throughput).toBeCloseTo(16_000, -1);
    expect(fitted!.fit.doubts).toEqual([]);
  });

  it('names no law from two counts, and says what it assumes', () => {
    const [fitted] = fitsOf({ 1: 1, 2: 1.9 }, { host: { physicalCores: 2 } });
    const { law, predict, doubts } = fitted!.fit;
    expect(law).toBeNull();
    expect(predict(4)).toMatchObject({ assumed: true, extrapolated: true });
    expect(doubts.map(({ kind }) => kind)).toEqual(['few-counts']);
  });

  it('takes the shape from ratios within rounds, not from throughputs that drift', () => {
    const drift = (times: number) => (round: number) => (SERIAL_MS / times) * 1.5 ** (round % 4);
    const cases = [1, 2, 4].map((workers) => ({ engine: 'threads', workers, wallMs: drift(workers) }));
    const run = { host: { physicalCores: 4 }, cases: [{ engine: 'serial', wallMs: drift(1) }, ...cases] };
    const [{ points }] = fitsOf({}, run) as [CurveFit];
    expect(points.map(({ throughput }) => Number((throughput / points[0]!.throughput).toFixed(9)))).toEqual([
      1, 2, 4,
    ]);
    expect(points[1]!.high / points[1]!.low).toBeCloseTo(1, 9);
  });

  it.each([
    ['share CPUs', { host: { physicalCores: 4 } }, { 1: 1, 2: 2, 4: 4, 8: 4 }],
    ['exceed a quota', { host: { physicalCores: 8, quotaCpus: 4 } }, { 1: 1, 2: 2, 4: 4, 8: 4 }],
  ])('leaves out workers that %s', (_, run, scaling) => {
    const [fitted] = fitsOf(scaling, run);
    expect(fitted!.points.map(({ workers }) => workers)).toEqual([1, 2, 4]);
    expect(fitted!.fit.law).toBe('linear');
  });

  it('predicts past a quota, for as many CPUs granted, and says so', () => {
    const [fitted] = fitsOf({ 1: 1, 2: 2, 4: 4 }, { host: { physicalCores: 8, quotaCpus: 4 } });
    expect(fitted!.machine.quotaCpus).toBe(4);
    expect(fitted!.fit.predict(8).throughput).toBeCloseTo(8000, -1);
    expect(fitted!.notes).toEqual([
      'A quota of 4 CPUs applies here: predictions assume a CPU granted for each worker, not more workers under this quota.',
    ]);
  });

  it('has the ceiling in the same unit', () => {
    const ceilings = [{ engine: 'threads', workers: 2, factor: 1.98 }];
    const [fitted] = fitsOf({ 1: 1, 2: 1.9 }, { ceilings });
    expect(fitted!.ceiling.map(({ workers, throughput }) => [workers, Math.round(throughput)])).toEqual([
      [1, 1000],
      [2, 1980],
    ]);
  });

  it('on a virtual clock needs no CPUs for its workers, and says so', () => {
    const [fitted] = fitsOf({ 1: 1, 2: 2, 4: 4, 8: 8 }, { host: { physicalCores: 2 } }, 'fake');
    expect(fitted!.points).toHaveLength(4);
    expect(fitted!.machine).toEqual({});
    expect(fitted!.notes[0]).toContain('virtual machine');
  });
});

describe('granularity is no serial fraction', () => {
  const run = (tasks: number): Partial<InventedRun> => ({
    host: { physicalCores: 16 },
    scenarios: [{ name: 'cycles', tasks, taskMs: new Array<number>(tasks).fill(SERIAL_MS / tasks) }],
  });

  it('counts whose chunks starve workers are not fitted', () => {
    const [fitted] = fitsOf({ 1: 1, 2: 2, 4: 4, 8: 6, 16: 12 }, run(12));
    expect(fitted!.points.map(({ workers }) => workers)).toEqual([1, 2, 4]);
    expect(fitted!.fit.law).toBe('linear');
    expect(fitted!.notes).toEqual([
      'Not fitted: 8 and 16 workers, whose chunks do not keep them busy (8 could reach 6.00× at most). Measure with more tasks per pass, or smaller chunks.',
    ]);
  });

  it('what little they cost elsewhere is taken out', () => {
    const [fitted] = fitsOf({ 1: 1, 8: 100 / 13, 16: 16 * (100 / 112) }, run(100));
    expect(fitted!.points.map(({ workers }) => workers)).toEqual([1, 8]);
    expect(fitted!.points[1]!.throughput / fitted!.points[0]!.throughput).toBeCloseTo(8, 9);
    expect(fitted!.notes.at(-1)).toContain('at least 96 % of each pass');
  });
});

describe('there is no fit', () => {
  it.each([
    ['one count', { 1: 1 }, {}],
    ['one round, which gives no interval', { 1: 1, 2: 2 }, { rounds: 1 }],
    ['an inspected run', { 1: 1, 2: 2 }, { plan: { inspected: true as const } }],
  ])('of %s', (_, scaling, run) => {
    expect(fitsOf(scaling, run)).toEqual([]);
  });
});

it('is made for no curve under a quota, where the work was measured without one', () => {
  const pools = (quota?: number) =>
    [1, 2].map((workers) => ({
      engine: 'threads',
      workers,
      wallMs: 100 / workers,
      ...(quota !== undefined && { quota }),
    }));
  const quotasOf = (cases: InventedCase[]) =>
    analyse(inventRecord({ cases: [{ engine: 'serial', wallMs: 100 }, ...cases] })).fits.map(
      ({ curve }) => curve.quota,
    );
  expect(quotasOf([...pools(), ...pools(2)])).toEqual([undefined]);
  expect(quotasOf(pools(2))).toEqual([2]);
});
