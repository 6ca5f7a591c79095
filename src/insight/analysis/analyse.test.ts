import { describe, expect, it } from 'vitest';
import { headerSchema, lineSchema } from '../../record/index.js';
import { inventRecord } from '../testing/invented-record.js';
import type { InventedRun } from '../testing/invented-run.js';
import { analyse } from './index.js';

const exactly = (value: number) => ({
  value: expect.closeTo(value, 9),
  low: expect.closeTo(value, 9),
  high: expect.closeTo(value, 9),
});

const basic: InventedRun = {
  cases: [
    { engine: 'serial', wallMs: 144 },
    { engine: 'threads', wallMs: 150 },
    { engine: 'threads', workers: 2, wallMs: 75, peakMemoryMiB: 10 },
    { engine: 'threads', workers: 4, wallMs: 80 },
  ],
  ceilings: [
    { engine: 'threads', workers: 2, factor: 1.9 },
    { engine: 'threads', workers: 4, factor: 1.9 },
  ],
};

const resultsOf = (run: InventedRun) => analyse(inventRecord(run)).cases;
const numbersIn = (value: unknown): number[] =>
  typeof value === 'number'
    ? [value]
    : value && typeof value === 'object'
      ? Object.values(value).flatMap(numbersIn)
      : [];

describe('an invented record', () => {
  it('is valid', () => {
    const { header, lines } = inventRecord(basic);
    headerSchema.parse(header);
    for (const line of lines) lineSchema.parse(line);
  });
});

describe('a case', () => {
  it('has its throughput, speedup over serial, scaling over one worker, efficiency and ceiling', () => {
    expect(resultsOf(basic)[2]).toMatchObject({
      status: 'ok',
      verified: true,
      rounds: 10,
      disturbedRounds: 0,
      basis: 'undisturbed',
      wallMs: { median: 75, low: 75, high: 75 },
      throughput: exactly(160),
      speedup: exactly(1.92),
      speedupAllRounds: exactly(1.92),
      scaling: exactly(2),
      efficiency: exactly(0.96),
      ceiling: exactly(1.9),
      bound: { chunks: 2, cores: 2, binds: 'cores' },
      peakMemoryMiB: 20,
      eventLoopDelayMs: { p50: 1, p99: 2, max: 3 },
    });
  });

  it('with one worker has scaling and ceiling of exactly 1, serial a speedup of exactly 1', () => {
    const [serial, one] = resultsOf(basic);
    expect(serial).toMatchObject({ speedup: { value: 1, low: 1, high: 1 }, bound: null });
    expect(one).toMatchObject({
      scaling: { value: 1, low: 1, high: 1 },
      ceiling: { value: 1, low: 1, high: 1 },
    });
  });

  it('with more workers than cores is as efficient as the cores, and has no ceiling', () => {
    expect(resultsOf(basic)[3]).toMatchObject({ efficiency: exactly(0.9), ceiling: null });
  });

  it('is compared within rounds: drift that hits both sides leaves no trace', () => {
    const drift = (round: number) => 1 + 0.2 * round;
    const [, pool] = resultsOf({
      cases: [
        { engine: 'serial', wallMs: (round) => 100 * drift(round) },
        { engine: 'threads', workers: 2, wallMs: (round) => 50 * drift(round) },
      ],
    });
    expect(pool).toMatchObject({ speedup: exactly(2), scaling: null });
  });

  it('gives turns per second for open-ended work', () => {
    const [, pool] = resultsOf({
      scenarios: [{ openEnded: true, tasks: 2, taskMs: [] }],
      cases: [
        { engine: 'serial', wallMs: 1000, turns: 5000 },
        { engine: 'threads', workers: 2, wallMs: 1000, turns: 9000 },
      ],
    });
    expect(pool).toMatchObject({ throughput: exactly(9000), speedup: exactly(1.8), bound: null });
  });

  it('is compared with one worker of the same dispatch, chunksize and cores only', () => {
    const [, , otherChunksize, otherCores] = resultsOf({
      cases: [
        { engine: 'serial', wallMs: 100 },
        { engine: 'threads', wallMs: 100 },
        { engine: 'threads', workers: 2, chunksize: 4, wallMs: 50 },
        { engine: 'threads', workers: 2, cpus: [0], wallMs: 50 },
      ],
    });
    expect(otherChunksize?.scaling).toBeNull();
    expect(otherCores?.scaling).toBeNull();
  });
});

describe('disturbed rounds', () => {
  const disturbed = (rounds: number[]): InventedRun => ({
    cases: [
      { engine: 'serial', wallMs: 100, disturbedRounds: rounds.slice(0, 1) },
      {
        engine: 'threads',
        workers: 2,
        wallMs: (round) => (rounds.includes(round) ? 100 : 50),
        disturbedRounds: rounds.slice(1),
      },
    ],
  });

  it('on either side are counted and left out while three others remain; all are given beside', () => {
    const analysis = analyse(inventRecord(disturbed([1, 4, 9])));
    const pool = analysis.cases[1]!;
    expect(pool).toMatchObject({ rounds: 10, disturbedRounds: 3, basis: 'undisturbed', speedup: exactly(2) });
    expect(pool.speedupAllRounds?.value).toBeCloseTo(2 ** 0.7, 9);
    expect(pool.wallMs?.samples).toHaveLength(8);
    expect(analysis.disturbance).toEqual({ rounds: 10, disturbedRounds: 3 });
  });

  it('are used where fewer than three others remain, and the figure says so', () => {
    const pool = resultsOf(disturbed([1, 2, 3, 4, 5, 6, 7, 8]))[1];
    expect(pool).toMatchObject({ basis: 'all', disturbedRounds: 8 });
    expect(pool?.speedup?.value).toBeCloseTo(2 ** 0.2, 9);
  });

  it('that were repeated count by their undisturbed repeat', () => {
    const record = inventRecord(disturbed([1, 2]));
    const repeat = inventRecord({ ...disturbed([]), rounds: 2 });
    record.lines.push(...repeat.lines.filter((line) => line.kind === 'observation'));
    expect(analyse(record).cases[1]).toMatchObject({ rounds: 10, disturbedRounds: 0, speedup: exactly(2) });
  });

  it('unknown disturbance does not count as disturbance', () => {
    const [, pool] = resultsOf({
      cases: [
        { engine: 'serial', wallMs: 100 },
        {
          engine: 'threads',
          wallMs: 50,
          disturbedRounds: [1, 2],
          disturbance: { foreignCpu: null, stealShare: null },
        },
      ],
    });
    expect(pool?.disturbedRounds).toBe(0);
  });
});

describe('an error never becomes a measurement', () => {
  const serial = { engine: 'serial', wallMs: 100 };

  it.each([
    ['failed', { verified: false, difference: 'Task 3 gave 4, serial 5.' }, 'Task 3 gave 4, serial 5.'],
    ['failed', { failedTasks: 2 }, 'Of 1200 tasks 20 failed and 0 were lost with their worker.'],
    ['failed', { failed: 'The scenario could not be loaded.' }, 'The scenario could not be loaded.'],
  ] as const)('%s, without figures: %j', (status, given, reason) => {
    const [, pool] = resultsOf({ cases: [serial, { engine: 'threads', wallMs: 50, ...given }] });
    expect(pool).toMatchObject({ status, reason, speedup: null, wallMs: null, throughput: null });
  });

  it.each([
    ['skipped', 'piscina is not installed.'],
    ['dropped', 'Time was short.'],
  ] as const)('%s cases keep their reason', (status, reason) => {
    const [, pool] = resultsOf({ cases: [serial, { engine: 'threads', [status]: reason }] });
    expect(pool).toMatchObject({ status, reason, speedup: null });
  });

  it('what could not be checked stays unchecked, and serial with it', () => {
    const cases = [
      { ...serial, verified: undefined },
      { engine: 'threads', wallMs: 50, verified: null },
    ];
    expect(resultsOf({ cases }).map(({ verified }) => verified)).toEqual([null, null]);
  });

  it('serial is as verified as what was compared with it', () => {
    const cases = [
      { ...serial, verified: undefined },
      { engine: 'threads', wallMs: 50 },
    ];
    expect(resultsOf({ cases })[0]?.verified).toBe(true);
  });
});

describe('a record that was cut short', () => {
  it.each([0, 1])('after %d rounds has nulls, no NaN, and no recommendation', (rounds) => {
    const analysis = analyse(inventRecord({ ...basic, rounds, stopped: null }));
    const pool = analysis.cases[2]!;
    expect(pool).toMatchObject({ rounds, speedup: null, scaling: null, throughput: null });
    expect(numbersIn(analysis).every(Number.isFinite)).toBe(true);
    expect(analysis.recommendations).toEqual([]);
  });

  it('says which cases it never reached', () => {
    const [, pool] = resultsOf({ cases: [{ engine: 'serial', wallMs: 100 }, { engine: 'threads' }] });
    expect(pool).toMatchObject({ status: 'dropped', reason: 'The run ended before it was measured.' });
  });
});
