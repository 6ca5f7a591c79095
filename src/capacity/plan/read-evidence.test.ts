import { describe, expect, it } from 'vitest';
import { analyse, type InventedRun, inventRecord } from '../../analysis/index.js';
import { UsageError } from '../../errors.js';
import type { Evidence } from './evidence.js';
import { evidenceFrom } from './read-evidence.js';
import { inventCatalog, inventInstance } from './testing/invented.js';

const catalog = inventCatalog(inventInstance({ provider: 'aws', name: 'c7g.large', family: 'c7g' }));

function analysed(run: Partial<InventedRun> = {}, path = 'a') {
  const record = inventRecord({
    host: { physicalCores: 2 },
    cases: [
      { engine: 'serial', wallMs: 1200 },
      { engine: 'threads', workers: 1, wallMs: 1200, peakMemoryMiB: 40 },
      { engine: 'threads', workers: 2, wallMs: 600, peakMemoryMiB: 50 },
    ],
    ...run,
  });
  return { path, record, analysis: analyse(record) };
}

describe('evidence', () => {
  it('has the measured throughputs, the memory of a worker and the machine', () => {
    const { work, evidences } = evidenceFrom([analysed()], { catalog });
    expect(work).toMatchObject({ scenario: 'cycles', isPerTask: true, isVerified: true });
    const [{ machine, curves }] = evidences as [(typeof evidences)[0]];
    expect(machine).toMatchObject({ cpu: 'Invented CPU', architecture: 'x86_64' });
    const points = curves[0]!.points.map(({ workers, throughput }) => [workers, Math.round(throughput)]);
    expect(points).toEqual([
      [1, 10],
      [2, 20],
    ]);
    expect(curves[0]!.memoryPerWorkerMiB).toBe(50);
    expect(curves[0]!.isRecommended).toBe(true);
  });

  it('is as sure as another run would be like it; a virtual clock runs alike', () => {
    // Figures without spread: two runs that differ by 6 % deviate by 6 % ÷ √2 each, on a log scale.
    const each = Math.exp(Math.log(1.06) / Math.SQRT2);
    const drift = (engine: string) => {
      const cases = [
        { engine: 'serial', wallMs: 1200 },
        { engine, workers: 1, wallMs: 1200 },
        { engine, workers: 2, wallMs: 600 },
      ];
      return evidenceFrom([analysed({ cases })], { catalog }).evidences[0]!.curves[0]!.drift;
    };
    expect(drift('threads').value).toBeCloseTo(1, 12);
    expect(drift('threads').high).toBeCloseTo(each, 6);
    expect(drift('threads').low).toBeCloseTo(1 / each, 6);
    expect(drift('fake').high).toBeCloseTo(1, 12);
  });

  it('may be of a machine that other load kept from more', () => {
    const rounds = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
    const cases = [
      { engine: 'serial', wallMs: 1200 },
      { engine: 'threads', workers: 1, wallMs: 1200 },
      {
        engine: 'threads',
        workers: 2,
        wallMs: 1200,
        disturbedRounds: rounds,
        disturbance: { foreignCpu: 1 },
      },
    ];
    const [{ curves, isDisturbed }] = evidenceFrom([analysed({ cases })], { catalog }).evidences as [
      Evidence,
    ];
    expect(isDisturbed).toBe(true);
    // One of two CPUs was taken: it might have done twice as much.
    expect(curves[0]!.drift.high).toBeGreaterThan(2);
    expect(curves[0]!.drift.low).toBeGreaterThan(0.95);
    const [quiet] = evidenceFrom([analysed()], { catalog }).evidences as [Evidence];
    expect(quiet.isDisturbed).toBe(false);
  });

  it('says what the record recommends in place of a pool, where its tasks wait', () => {
    const cases = [
      { engine: 'serial', wallMs: 1200 },
      { engine: 'threads', workers: 1, wallMs: 1200 },
      { engine: 'threads', workers: 2, wallMs: 600 },
      { engine: 'promises', workers: 12, wallMs: 100 },
    ];
    const { evidences } = evidenceFrom([analysed({ cases })], { catalog });
    expect(evidences[0]).toMatchObject({
      noPool: '12 at once on one thread',
      curves: [{ engine: 'threads' }],
    });
    expect(evidenceFrom([analysed()], { catalog }).evidences[0]).not.toHaveProperty('noPool');
  });

  it('knows the family of the type that the user names', () => {
    const { evidences } = evidenceFrom([analysed()], { catalog, instanceType: 'aws/c7g.large' });
    expect(evidences[0]!.machine).toMatchObject({ instanceType: 'aws/c7g.large', family: 'aws/c7g' });
  });

  it('prefers what the record says to what the user says', () => {
    const host = { physicalCores: 2, instanceType: 'own.type' };
    const { evidences } = evidenceFrom([analysed({ host })], { catalog, instanceType: 'c7g.large' });
    expect(evidences[0]!.machine.instanceType).toBe('own.type');
  });
});

describe('evidence is refused', () => {
  const refusal = (...args: Parameters<typeof evidenceFrom>) => {
    try {
      evidenceFrom(...args);
    } catch (error) {
      expect(error).toBeInstanceOf(UsageError);
      return (error as Error).message;
    }
    return 'nothing was refused';
  };

  it('where results were wrong', () => {
    const wrong = analysed({
      cases: [
        { engine: 'serial', wallMs: 1200 },
        { engine: 'threads', workers: 1, wallMs: 1200 },
        { engine: 'threads', workers: 2, wallMs: 600, verified: false, difference: 'task 3 is 4, not 5' },
      ],
    });
    expect(refusal([wrong], { catalog })).toMatch(/^a: .*w2.* gave other results than serial/);
  });

  it('where it is not clear which scenario is meant', () => {
    const scenarios = [{ name: 'cycles' }, { name: 'primes' }];
    expect(refusal([analysed({ scenarios })], { catalog })).toBe(
      'a is of cycles and primes: choose one with --scenario.',
    );
    expect(refusal([analysed({ scenarios })], { catalog, scenario: 'prime' })).toContain(
      'Did you mean "primes"?',
    );
    expect(evidenceFrom([analysed({ scenarios })], { catalog, scenario: 'cycles' }).work.scenario).toBe(
      'cycles',
    );
  });

  it('where records are of other code or other parameters', () => {
    const other = analysed({ scenarios: [{ hash: '1'.repeat(64) }] }, 'b');
    expect(refusal([analysed(), other], { catalog })).toBe(
      'b is of another version of the code of cycles than a.',
    );
    const more = analysed({ scenarios: [{ params: { tasks: 24 } }] }, 'b');
    expect(refusal([analysed(), more], { catalog })).toContain('other parameters');
  });

  it('where no pool was measured', () => {
    const serial = analysed({ cases: [{ engine: 'serial', wallMs: 1200 }] });
    expect(refusal([serial], { catalog })).toContain('it takes a pool, and two rounds or more');
  });

  it('where a debugger held a worker', () => {
    expect(refusal([analysed({ plan: { inspected: true } })], { catalog })).toContain('debugger');
  });
});
