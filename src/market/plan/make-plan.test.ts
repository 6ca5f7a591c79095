import { describe, expect, it } from 'vitest';
import { UsageError } from '../../errors.js';
import { billedHours } from './choice.js';
import { makePlan } from './make-plan.js';
import type { Constraints, Demand } from './request.js';
import {
  inventCatalog,
  inventCurve,
  inventedWork,
  inventInput,
  inventInstance,
  measured,
  rival,
  stream,
  type8,
} from './testing/invented.js';

const only = (given: Partial<Constraints>): Constraints => ({
  minInstances: 1,
  headroom: 0,
  spare: 0,
  ...given,
});

describe('a plan', () => {
  it('counts, costs and loads whole instances', () => {
    const plan = makePlan(
      inventInput({ demand: stream, evidences: measured(), catalog: inventCatalog(type8) }),
    );
    const [first] = plan.choices;
    expect(first).toMatchObject({ rank: 1, instances: 2, costPerHour: { value: 0.8 } });
    expect(first!.setting).toMatchObject({ workers: 8, provenance: 'measured on the same type' });
    expect(first!.utilisation.value).toBeCloseTo(1000 / 1600);
    expect(first!.costPerMonth.value).toBeCloseTo(0.8 * 730);
    expect(first!.costPerMillionTasks.value).toBeCloseTo(0.8 / 3.6);
  });

  it('keeps headroom and spares, and pays another price', () => {
    const constraints = only({ headroom: 0.5, spare: 1, price: { name: 'spot', factor: 0.25 } });
    const plan = makePlan(
      inventInput({ demand: stream, evidences: measured(), catalog: inventCatalog(type8), constraints }),
    );
    expect(plan.choices[0]).toMatchObject({ instances: 4, costPerHour: { value: 0.4 } });
    expect(plan.choices[0]!.utilisation.value).toBeCloseTo(1000 / 2400);
  });

  it('tells the time of a job to the last chunk', () => {
    const curves = [inventCurve([1, 2, 4, 8], { chunksize: 4 })];
    const job: Demand = { kind: 'job', tasks: 36, deadlineMs: 100 };
    const plan = makePlan(
      inventInput({ demand: job, evidences: measured(curves), catalog: inventCatalog(type8) }),
    );
    // 36 tasks are nine chunks: eight workers need two turns of four tasks, 10 ms each.
    expect(plan.choices[0]).toMatchObject({ instances: 1, timeMs: { value: 80 } });
    const tight = { ...job, deadlineMs: 79 };
    const sooner = makePlan(
      inventInput({ demand: tight, evidences: measured(curves), catalog: inventCatalog(type8) }),
    );
    expect(sooner.choices[0]).toMatchObject({ instances: 2, timeMs: { value: 40 } });
  });

  it('runs a program that parallelises itself once a task, with all of its workers', () => {
    const curves = [
      inventCurve([1, 2, 4, 8], { engine: 'self-parallel', dispatch: 'apply', perWorker: 0.1 }),
    ];
    const timeOf = (tasks: number) => {
      const job: Demand = { kind: 'job', tasks, deadlineMs: 60_000 };
      const plan = makePlan(
        inventInput({ demand: job, evidences: measured(curves), catalog: inventCatalog(type8) }),
      );
      expect(plan.measuredMachine).toMatchObject({ machines: 1 });
      return [plan.choices[0]!.instances, plan.choices[0]!.timeMs!.value];
    };
    // 0.8 a second on eight workers: a run takes a second and a quarter.
    expect(timeOf(1)).toEqual([1, expect.closeTo(1250, 6)]);
    expect(timeOf(9)).toEqual([1, expect.closeTo(9 * 1250, 6)]);
  });

  it('pays for begun minutes where the seller counts so', () => {
    const job: Demand = { kind: 'job', tasks: 72_000, deadlineMs: 120_000 };
    const costs = (billedBy?: 'minute' | 'hour') => {
      const instance = { ...type8, ...(billedBy && { billedBy }) };
      const [first] = makePlan(
        inventInput({ demand: job, evidences: measured(), catalog: inventCatalog(instance) }),
      ).choices;
      return [first!.timeMs!.value, first!.costOfJob!.value, first!.costPerMillionTasks.value * 0.072];
    };
    // 800 a second: a minute and a half at 0.4 an hour.
    expect(costs()).toEqual([90_000, expect.closeTo(0.01, 12), expect.closeTo(0.01, 12)]);
    expect(costs('minute')).toEqual([90_000, expect.closeTo(0.4 / 30, 12), expect.closeTo(0.4 / 30, 12)]);
    expect(costs('hour')).toEqual([90_000, 0.4, expect.closeTo(0.4, 12)]);
  });

  it('does not add a minute for what rounding added', () => {
    expect(billedHours(0.1 + 0.2, { billedBy: 'minute' })).toBe(0.3);
    expect(billedHours(1 / 60 + 1e-6, { billedBy: 'minute' })).toBe(2 / 60);
  });

  it('gives each whole program a physical core, unless it may take longer', () => {
    const smt = inventInstance({ name: 'smt', vcpus: 8, physicalCores: 4, threadsPerCore: 2 });
    const programs: Demand = { kind: 'programs', programs: 40 };
    const alone = makePlan(inventInput({ demand: programs, catalog: inventCatalog(smt) }));
    expect(alone.choices[0]).toMatchObject({ instances: 10, setting: { workers: 4 } });
    const patient = { ...programs, deadlineMs: 1000 };
    const shared = makePlan(inventInput({ demand: patient, catalog: inventCatalog(smt) }));
    expect(shared.choices[0]).toMatchObject({ instances: 5, setting: { workers: 8 } });
  });

  it('starts only as many workers as the memory holds', () => {
    const small = inventInstance({ vcpus: 8, memoryGiB: 1.5 });
    const constraints = only({ memoryPerWorkerMiB: 300 });
    const plan = makePlan(inventInput({ demand: stream, catalog: inventCatalog(small), constraints }));
    expect(plan.choices[0]!.setting.workers).toBe(3);
  });

  it('takes the smaller of what memory and the curve allow, at that count’s throughput, and says so', () => {
    // 16 vCPUs, of which the memory holds 6 workers: (2.5 GiB - 512 MiB - 200 MiB) / 300 MiB.
    const small = inventInstance({ name: 'small', vcpus: 16, memoryGiB: 2.5, pricePerHour: 0.2 });
    const large = inventInstance({ name: 'large', vcpus: 16, memoryGiB: 64, pricePerHour: 0.5 });
    const evidences = measured([
      inventCurve([1, 2, 4, 8, 16], { memoryPerWorkerMiB: 300, baseMemoryMiB: 200 }),
    ]);
    const { choices } = makePlan(
      inventInput({ demand: stream, evidences, catalog: inventCatalog(small, large) }),
    );
    // 600 a second each, of which 1,000 take two; the large one does 1,600.
    expect(
      choices.map(({ instance, instances, setting }) => [instance.name, instances, setting.workers]),
    ).toEqual([
      ['small', 2, 6],
      ['large', 1, 16],
    ]);
    const [first, second] = choices.map(({ setting }) => setting);
    expect(first!.perSecond.value).toBeCloseTo(600, 0);
    expect([first!.memoryHolds, second!.memoryHolds]).toEqual([6, undefined]);
  });

  it('does not name memory where the curve ends earlier', () => {
    const small = inventInstance({ vcpus: 16, memoryGiB: 2.5 });
    const evidences = measured([
      inventCurve([1, 2, 4, 8, 16], { memoryPerWorkerMiB: 300, baseMemoryMiB: 200, mostFed: 4 }),
    ]);
    const plan = makePlan(inventInput({ demand: stream, evidences, catalog: inventCatalog(small) }));
    const { setting } = plan.choices[0]!;
    expect([setting.workers, setting.memoryHolds]).toEqual([4, undefined]);
  });

  it('starts only as many workers as the main thread can feed', () => {
    const evidences = measured([inventCurve([1, 2, 4, 8], { mostFed: 5 })]);
    const plan = makePlan(inventInput({ demand: stream, evidences, catalog: inventCatalog(rival) }));
    expect(plan.choices[0]!.setting.workers).toBe(5);
  });

  it('leaves out burstable types, and says how many', () => {
    const burstable = inventInstance({ name: 'burst', burstable: true, pricePerHour: 0.01 });
    const plan = makePlan(inventInput({ demand: stream, catalog: inventCatalog(type8, burstable) }));
    expect(plan.choices.map(({ instance }) => instance.name)).toEqual(['type8']);
    expect(plan.leftOut.burstable).toBe(1);
  });

  it('does not compare prices in two currencies', () => {
    const euro = inventInstance({ name: 'euro', currency: 'EUR' });
    const input = inventInput({ demand: stream, catalog: inventCatalog(type8, euro) });
    expect(() => makePlan(input)).toThrow(UsageError);
  });

  it('asks no arrivals of tasks that run until they are stopped', () => {
    const work = { ...inventedWork, taskMs: [] };
    const programs: Demand = { kind: 'programs', programs: 1 };
    expect(() => makePlan(inventInput({ demand: programs, work }))).toThrow('run until they are stopped');
    expect(makePlan(inventInput({ demand: stream, work })).choices).toHaveLength(1);
  });
});

describe('an impossible demand names what kills it and what would be nearest', () => {
  const whyNot = (demand: Demand, given: Partial<Constraints> = {}) =>
    makePlan(
      inventInput({ demand, evidences: measured(), catalog: inventCatalog(type8), constraints: only(given) }),
    ).impossible!;

  it.each<[string, Demand, Partial<Constraints>, string[], string]>([
    ['cost', stream, { maxCostPerHour: 0.5 }, ['max-cost'], '2 × own type8 for 0.80 USD an hour'],
    ['instances', stream, { maxInstances: 1 }, ['max-instances'], '2 × own type8'],
    ['both', stream, { maxInstances: 1, maxCostPerHour: 0.5 }, ['max-cost', 'max-instances'], '2 × own'],
    ['memory', stream, { memoryPerWorkerMiB: 1e6 }, ['memory'], 'room for workers of 32256 MiB'],
    ['deadline', { kind: 'job', tasks: 5, deadlineMs: 9 }, {}, ['deadline'], '10.0 ms on own type8'],
  ])('%s', (_what, demand, given, constraints, nearest) => {
    const impossible = whyNot(demand, given);
    expect(impossible.constraints).toEqual(constraints);
    expect(impossible.nearest).toContain(nearest);
  });

  it('an architecture that is not there', () => {
    expect(whyNot(stream, { architecture: 'arm64' }).constraints).toEqual(['selection']);
  });

  it('refuses a provider that the catalog does not have', () => {
    expect(() => whyNot(stream, { provider: 'own1' })).toThrow('Did you mean "own"?');
  });
});
