import { describe, expect, it } from 'vitest';
import { UsageError } from '../../../errors.js';
import { insight } from '../../../insight/index.js';
import { inventRecord } from '../../../insight/testing/invented-record.js';
import type { InventedRun } from '../../../insight/testing/invented-run.js';
import { inventCatalog, inventInstance } from '../testing/invented.js';
import type { Evidence } from './evidence.js';
import { evidenceFrom } from './read-evidence.js';

const like = { provider: 'aws', family: 'c7g', cpu: null, memoryGiB: 16 };
const catalog = inventCatalog(
  inventInstance({ ...like, name: 'c7g.large', vcpus: 2 }),
  inventInstance({ ...like, name: 'c7g.xlarge', vcpus: 4 }),
);

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
  return { path, record, insight: insight(record) };
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
    // 40 and 100 MiB: 48 a worker by least squares, and 4 more, so that 100 are not above the line.
    expect(curves[0]).toMatchObject({ memoryPerWorkerMiB: 48, baseMemoryMiB: 4 });
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
        wallMs: 800,
        disturbedRounds: rounds,
        disturbance: { foreignCpu: 0.5 },
      },
    ];
    const [{ curves, isDisturbed }] = evidenceFrom([analysed({ cases })], { catalog }).evidences as [
      Evidence,
    ];
    expect(isDisturbed).toBe(true);
    // A quarter of two CPUs was taken: it might have done a third more.
    expect(curves[0]!.drift.high).toBeGreaterThan(4 / 3);
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
    expect(evidences[0]!.typeDoubt).toMatchObject({ verdict: 'unknown' });
  });
});

describe('a fall behind fewer workers', () => {
  const host = { physicalCores: 4 };
  const rounds = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
  const workersOf = (given: Partial<InventedRun['cases'][number]>) => {
    const cases = [
      { engine: 'serial', wallMs: 1200 },
      { engine: 'threads', workers: 1, wallMs: 1200 },
      { engine: 'threads', workers: 2, wallMs: 620 },
      { engine: 'threads', workers: 4, wallMs: 660, ...given },
    ];
    const { evidences } = evidenceFrom([analysed({ host, cases })], { catalog });
    return evidences[0]!.curves[0]!.points.map(({ workers }) => workers);
  };

  it('is none where other load may have made it', () => {
    const disturbance = { foreignCpu: 1 };
    expect(workersOf({ disturbedRounds: rounds, disturbance })).toEqual([1, 2]);
  });

  it('is one on a quiet machine, and where the load was too small for it', () => {
    expect(workersOf({})).toEqual([1, 2, 4]);
    expect(workersOf({ disturbedRounds: rounds, disturbance: { foreignCpu: 0.1 } })).toEqual([1, 2, 4]);
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
    expect(refusal([wrong], { catalog })).toMatch(/^a: .*w2.* gave different results from serial/);
  });

  it('where it is not clear which scenario is meant', () => {
    const scenarios = [{ name: 'cycles' }, { name: 'primes' }];
    expect(refusal([analysed({ scenarios })], { catalog })).toBe(
      'a holds cycles and primes: choose one with --scenario.',
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
    expect(refusal([analysed(), other], { catalog })).toBe('b has other code for cycles than a.');
    const more = analysed({ scenarios: [{ params: { tasks: 24 } }] }, 'b');
    expect(refusal([analysed(), more], { catalog })).toContain('other parameters');
  });

  it('where no pool was measured', () => {
    const serial = analysed({ cases: [{ engine: 'serial', wallMs: 1200 }] });
    expect(refusal([serial], { catalog })).toContain('it needs a pool, and at least two rounds');
  });

  const pool = (given: Partial<InventedRun['cases'][number]>) => [
    { engine: 'serial', wallMs: 1200 },
    { engine: 'threads', workers: 1, wallMs: 1200 },
    { engine: 'threads', workers: 2, wallMs: 600, ...given },
  ];

  it('where nothing tells whether a pool beats serial, with what to run', () => {
    const wallMs = (round: number) => [300, 3000, 800, 1900][round % 4]!;
    const command = "corewise run cycles --rounds 4 --label 'my box' --max-time 60s --out x";
    const open = analysed({ cases: pool({ wallMs }), rounds: 4, plan: { command, maxTimeMs: 60_000 } });
    expect(refusal([open], { catalog })).toBe(
      "Buy nothing on this: measure again. a leaves open what a pool gains on cycles: 2 threads are 0.22 to 5.6 times as fast as serial. Run: npx corewise run cycles --label 'my box' --max-time 5m",
    );
  });

  it('where a command leaves it open, with its own words behind corewise’s', () => {
    const wallMs = (round: number) => [300, 3000, 800, 1900][round % 4]!;
    const command = "corewise exec --rounds 4 --workers 1,2 --out x -- pytest -n '{workers}' --out y";
    const open = analysed({ cases: pool({ wallMs }), rounds: 4, plan: { command } });
    expect(refusal([open], { catalog })).toMatch(
      / Run: npx corewise exec --workers 1,2 --max-time \d+m -- pytest -n '\{workers\}' --out y$/,
    );
  });

  it('where two threads were only measured beside other load, whatever one thread did', () => {
    const disturbedRounds = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
    const cases = pool({ wallMs: 1190, disturbedRounds, disturbance: { foreignCpu: 0.9 } });
    expect(refusal([analysed({ cases })], { catalog })).toMatch(
      /^Buy nothing on this: .* 2 threads are 1 to 1\.8 times as fast as serial, since other load disturbed its rounds\. Run: /,
    );
    expect(refusal([analysed({ cases: pool({ wallMs: () => null }) })], { catalog })).not.toBe(
      'nothing was refused',
    );
  });

  it('where a pool gains, but nobody can tell how much', () => {
    const wallMs = (round: number) => [110, 900, 400, 200][round % 4]!;
    const wide = analysed({ cases: pool({ wallMs }), rounds: 8 });
    expect(refusal([wide], { catalog })).toMatch(
      /^Buy nothing on this: .* 2 threads may do anything from [\d.]+ to [\d.]+ tasks a second, so any number of instances would be a guess\. Run: npx corewise run cycles --max-time 10m$/,
    );
  });

  it('but not where a pool surely gains nothing, and not where there is no second core to gain by', () => {
    const { evidences } = evidenceFrom([analysed({ cases: pool({ wallMs: 1250 }) })], { catalog });
    expect(evidences).toHaveLength(1);
    const wallMs = (round: number) => 1200 * [0.9, 1.12][round % 2]!;
    const one = analysed({ host: { physicalCores: 1 }, cases: pool({ wallMs }) });
    expect(refusal([one], { catalog })).toBe('nothing was refused');
  });

  it('where the machine cannot be of the type that it is said to be, whoever says so', () => {
    const host = { physicalCores: 2, instanceType: 'c7g.xlarge' };
    expect(refusal([analysed({ host })], { catalog })).toBe(
      'The machine of a has 2 CPUs (x64, Invented CPU); c7g.xlarge has 4 (x64). Its --instance-type was wrong: measure again without it, or with the right type.',
    );
    expect(refusal([analysed()], { catalog, instanceType: 'c7g.xlarge' })).toMatch(
      /Leave --instance-type out, or name the type that was measured\.$/,
    );
  });

  it('where a debugger held a worker', () => {
    expect(refusal([analysed({ plan: { inspected: true } })], { catalog })).toContain('debugger');
  });
});
