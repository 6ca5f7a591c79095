import { describe, expect, it } from 'vitest';
import { inventRecord } from '../../testing/invented-record.js';
import type { InventedCase, InventedRun } from '../../testing/invented-run.js';
import { analyse } from '../index.js';

const recommend = (run: InventedRun) => analyse(inventRecord(run)).recommendations;
const serial = { engine: 'serial', wallMs: 144 };
const threads = (workers: number, wallMs: InventedCase['wallMs'], more: Partial<InventedCase> = {}) => ({
  engine: 'threads',
  workers,
  ...(wallMs === undefined ? {} : { wallMs }),
  ...more,
});
const poolId = 'cycles/threads/imapUnordered/w2/c1';
/** Alternating by ±spread, so that an interval has a width that is easily told. */
const unsteady = (wallMs: number, spread: number) => (round: number) =>
  wallMs * Math.exp(round % 2 === 0 ? spread : -spread);

describe('of a program that parallelises itself', () => {
  const told = (workers: number, wallMs: number, sameAs?: string): InventedCase => ({
    ...{ engine: 'self-parallel', command: 'self-parallel', dispatch: 'apply', workers, wallMs },
    ...(sameAs !== undefined && { sameAs }),
  });
  const program = { engine: 'serial', command: 'self-parallel', wallMs: 144 } as const;
  const answer = (...cases: InventedCase[]) =>
    recommend({ scenarios: [{ tasks: 1 }], cases: [program, ...cases] })[0];

  it('more workers that gain nothing are compared with 1, which is the same run as serial', () => {
    const only = answer(told(1, 144, 'cycles/serial'), told(2, 160));
    expect(only?.headline).toBe(
      'cycles: use 1 worker: the best of more, 2 workers, is only 0.90× as fast as 1 worker (0.90–0.90).',
    );
    expect(only?.why).toBe('Everything beyond that was slower in 10 rounds.');
  });

  it('a gain is over 1 worker, by name', () => {
    const only = answer(told(1, 144, 'cycles/serial'), told(2, 75));
    expect(only?.headline).toBe(
      'cycles: use 2 workers: 1.92× as fast as 1 worker (1.92–1.92), 144 ms → 75.0 ms per run.',
    );
    expect(only?.why).toBe('It is the fastest; the next is 1 worker.');
  });

  it('there is no answer from 1 worker alone, and it says what would give one', () => {
    const only = answer(told(1, 144, 'cycles/serial'));
    expect(only?.headline).toBe('cycles: only 1 worker was measured: there is nothing to compare it with.');
    expect(only?.why).toBe('Measure it with more at once, such as --workers 1,2.');
  });
});

describe('the recommendation', () => {
  it('is the fastest setting where it clearly beats the others', () => {
    const [only] = recommend({ cases: [serial, threads(1, 150), threads(2, unsteady(75, 0.03))] });
    expect(only).toMatchObject({ caseId: 'cycles/threads/imapUnordered/w2/c1', workers: 2, chunksize: 1 });
    expect(only?.headline).toBe(
      'cycles: use 2 threads with imapUnordered, chunksize 1: 1.92× as fast as serial (1.88–1.96), 144 ms → 75.0 ms per pass.',
    );
    expect(only?.why).toBe('It is the fastest; the next is serial.');
  });

  it('is the fewest workers that the fastest does not clearly beat', () => {
    const [only] = recommend({
      host: { physicalCores: 4 },
      cases: [serial, threads(1, 150), threads(2, 75), threads(4, 74)],
    });
    expect(only?.workers).toBe(2);
    expect(only?.why).toBe(
      'The best, 4 threads with imapUnordered, chunksize 1, is not clearly faster: 1.95× (1.95–1.95) over serial, 1.01× (1.01–1.01) of what is recommended.',
    );
  });

  it('says that workers beyond the cores add nothing', () => {
    const [only] = recommend({ cases: [serial, threads(2, 75), threads(4, 76)] });
    expect(only?.why).toBe(
      '4 threads add nothing beyond 2 cores: 1.89× (1.89–1.89) with imapUnordered, chunksize 1.',
    );
  });

  it('does not say so where they may add something', () => {
    const [only] = recommend({ cases: [serial, threads(2, 75), threads(4, unsteady(77, 0.2))] });
    expect(only?.why).toBe(
      '4 threads are not proved to be faster: 1.87× (1.61–2.17) with imapUnordered, chunksize 1.',
    );
  });

  it('prefers the simpler engine among equals, threads before processes', () => {
    const [only] = recommend({
      cases: [serial, { engine: 'processes', workers: 2, wallMs: 74 }, threads(2, 75)],
    });
    expect(only?.engine).toBe('threads');
  });

  it('prefers the faster of two dispatches that are otherwise equal', () => {
    const [only] = recommend({ cases: [serial, threads(2, 76, { dispatch: 'map' }), threads(2, 75)] });
    expect(only?.dispatch).toBe('imapUnordered');
  });

  it('needs no pool where promises do as well: 12 at once are one thread', () => {
    const waiting = { engine: 'promises', workers: 12, wallMs: 12.1 };
    const [only] = recommend({ cases: [serial, threads(2, 73), threads(12, 12), waiting] });
    expect(only).toMatchObject({ engine: 'promises', workers: 12 });
    expect(only?.headline).toBe(
      'cycles: no pool: 12 at once on one thread is 11.90× as fast as serial (11.90–11.90), 144 ms → 12.1 ms per pass.',
    );
    expect(only?.why).toBe(
      'The best, 12 threads with imapUnordered, chunksize 1, is not clearly faster: 12.00× (12.00–12.00) over serial, 1.01× (1.01–1.01) of what is recommended.',
    );
  });

  it('is a pool where it clearly beats promises, and serial where nothing beats that', () => {
    const waiting = { engine: 'promises', workers: 12, wallMs: 140 };
    expect(recommend({ cases: [serial, threads(2, 73), waiting] })[0]?.engine).toBe('threads');
    const [only] = recommend({ cases: [serial, { ...waiting, wallMs: 150 }] });
    expect(only?.headline).toBe(
      'cycles: stay serial: 12 at once on one thread with imapUnordered, chunksize 1 is only 0.96× as fast as serial (0.96–0.96).',
    );
  });

  it('says nothing of promises that belongs to workers on cores', () => {
    const analysis = analyse(
      inventRecord({
        cases: [
          serial,
          ...[1, 6, 12].map((workers) => ({ engine: 'promises', workers, wallMs: 144 / workers })),
        ],
      }),
    );
    for (const {
      scaling,
      efficiency,
      ceiling,
      bound,
      lossWorkerMs,
      speedup,
      case: one,
    } of analysis.cases.slice(1)) {
      expect([scaling, efficiency, ceiling, bound, lossWorkerMs]).toEqual([null, null, null, null, null]);
      expect(speedup?.value).toBeCloseTo(one.workers, 10);
    }
    expect(analysis.fits).toEqual([]);
  });

  it.each([
    [
      'slower',
      threads(2, 288),
      'cycles: stay serial: the best pool, 2 threads with imapUnordered, chunksize 1, is only 0.50× as fast as serial (0.50–0.50).',
      'No pool was as fast as serial in 10 rounds.',
    ],
    [
      'no faster by much',
      threads(2, unsteady(143, 0.03)),
      'cycles: stay serial: the best pool, 2 threads with imapUnordered, chunksize 1, gains less than 5 %, at 1.01× as fast as serial (0.98–1.03).',
      'No pool gains 5 %; in 10 rounds a difference below 2.3 % would have gone unseen.',
    ],
    [
      'faster by less than the margin',
      threads(2, 142),
      'cycles: stay serial: the best pool, 2 threads with imapUnordered, chunksize 1, gains less than 3 %, at 1.01× as fast as serial (1.01–1.01).',
      'A gain this small is not worth a pool.',
    ],
  ])('is serial where the best pool is %s', (_, pool, headline, why) => {
    expect(recommend({ cases: [serial, pool] })).toMatchObject([
      { engine: 'serial', verdict: 'serial', speedupOf: poolId, headline, why },
    ]);
  });

  it('never ranks an unverified result above a verified one', () => {
    const [only] = recommend({
      cases: [serial, threads(2, 75), { engine: 'processes', workers: 2, wallMs: 50, verified: null }],
    });
    expect(only).toMatchObject({ engine: 'threads', verified: true });
  });

  it('says so where nothing could be verified', () => {
    const [only] = recommend({ cases: [{ ...serial, verified: null }, threads(2, 75, { verified: null })] });
    expect(only).toMatchObject({ engine: 'threads', verified: null });
    expect(only?.why).toContain('could not be compared with those of serial');
  });

  it('takes confined cases only where there are no others', () => {
    const confined = threads(2, 70, { cpus: [0, 1] });
    expect(recommend({ cases: [serial, confined, threads(2, 75)] })[0]?.speedup.value).toBeCloseTo(1.92, 9);
    expect(recommend({ cases: [serial, confined] })[0]?.headline).toContain('chunksize 1, on 2 cores: 2.06×');
  });

  it('says itself when it rests on disturbed rounds', () => {
    const rounds = Array.from({ length: 10 }, (_, round) => round + 1);
    const [all] = recommend({ cases: [serial, threads(2, 75, { disturbedRounds: rounds })] });
    expect(all?.why).toContain('. Every round was disturbed: measure again before you rely on this.');
    const [most] = recommend({ cases: [serial, threads(2, 75, { disturbedRounds: rounds.slice(0, 8) })] });
    expect(most?.why).toContain('. 8 of 10 rounds were disturbed: measure again before you rely on this.');
    const [few] = recommend({ cases: [serial, threads(2, 75, { disturbedRounds: rounds.slice(0, 5) })] });
    expect(few?.why).not.toContain('disturbed');
  });

  it('never names a failed case', () => {
    const [only] = recommend({ cases: [serial, threads(2, 10, { verified: false }), threads(1, 72)] });
    expect(only?.workers).toBe(1);
  });

  it('is made for each scenario, and is missing where no pool was compared with serial', () => {
    const cases = [serial, threads(2, 75), threads(2, 75, { scenario: 'tiny' })];
    const made = recommend({ scenarios: [{ name: 'cycles' }, { name: 'tiny' }], cases });
    expect(made.map(({ scenario }) => scenario)).toEqual(['cycles']);
  });

  it('gives rates for open-ended work', () => {
    const [only] = recommend({
      scenarios: [{ openEnded: true, tasks: 2, taskMs: [] }],
      cases: [
        { engine: 'serial', wallMs: 1000, turns: 5_000_000, verified: null },
        threads(2, 1000, { turns: 9_000_000, verified: null }),
      ],
    });
    expect(only?.headline).toContain(
      '1.80× as fast as serial (1.80–1.80), 5.00 million → 9.00 million turns a second.',
    );
  });
});
