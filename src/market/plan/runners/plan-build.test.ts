import { describe, expect, it } from 'vitest';
import { UsageError } from '../../../errors.js';
import type { Instance } from '../../catalog/index.js';
import {
  inventCatalog,
  inventCurve,
  inventEvidence,
  inventedWork,
  inventInstance,
} from '../testing/invented.js';
import { type BuildInput, planBuild } from './plan-build.js';

/** Cores like the measured ones, and begun minutes. */
const runner = (vcpus: number, pricePerMinute: number, given: Partial<Instance> = {}) =>
  inventInstance({
    ...{ provider: 'ci', name: `ci-${vcpus}`, family: 'ci', cpu: 'Invented Xeon 9999', vcpus },
    ...{ pricePerHour: 60 * pricePerMinute, billedBy: 'minute' },
    ...given,
  });
const runners = [runner(2, 0.006), runner(4, 0.012), runner(8, 0.022)];

/** One run of a program that gets the number of workers; a run takes 240 s with one of them. */
const program = inventCurve([1, 2, 4, 8], {
  ...{ engine: 'self-parallel', dispatch: 'apply', perWorker: 1 / 240, memoryPerWorkerMiB: 100 },
});

function plan(given: Partial<BuildInput> = {}, request: Partial<BuildInput['request']> = {}) {
  return planBuild({
    work: { ...inventedWork, scenario: 'make', taskMs: [240_000], passTasks: 1 },
    evidences: [inventEvidence([program])],
    catalog: inventCatalog(...runners),
    ...given,
    request: { overheadMs: 0, ...request },
  });
}
const rows = (...given: Parameters<typeof plan>) =>
  plan(...given).choices.map(({ runner: { name }, setting, timeMs, costPerBuild }) => [
    name,
    setting.workers,
    Math.round(timeMs.value),
    Number(costPerBuild.value.toFixed(6)),
  ]);

describe('a build of a program that parallelises itself', () => {
  it('costs whole minutes of the runner, and takes one run with all of its workers', () => {
    expect(rows()).toEqual([
      // Two minutes at 0.006 and one at 0.012 cost the same: the sooner one is first.
      ['ci-4', 4, 60_000, 0.012],
      ['ci-2', 2, 120_000, 0.012],
      ['ci-8', 8, 30_000, 0.022],
    ]);
  });

  it('costs its seconds where those are paid for', () => {
    const catalog = inventCatalog(...runners.map((each) => ({ ...each, billedBy: undefined })));
    expect(rows({ catalog })).toEqual([
      ['ci-8', 8, 30_000, 0.011],
      ['ci-4', 4, 60_000, 0.012],
      ['ci-2', 2, 120_000, 0.012],
    ]);
  });

  it('takes what comes before it along', () => {
    const { choices } = plan({}, { overheadMs: 10_000 });
    expect(choices.map(({ runner: { name }, billedMs }) => [name, billedMs])).toEqual([
      ['ci-2', 180_000],
      ['ci-8', 60_000],
      ['ci-4', 120_000],
    ]);
    expect(choices[1]!.timeMs.value).toBeCloseTo(40_000, 6);
  });

  it('is in time, or the soonest is named', () => {
    expect(rows({}, { deadlineMs: 61_000 }).map(([name]) => name)).toEqual(['ci-4', 'ci-8']);
    expect(plan({}, { deadlineMs: 61_000 })).toMatchObject({
      leftOut: { memory: 0, tooSlow: 1 },
      nearest: null,
    });
    const late = plan({}, { deadlineMs: 1000 });
    expect(late.choices).toEqual([]);
    expect(late.nearest!.runner.name).toBe('ci-8');
  });

  it('has an interval that holds the expected cost', () => {
    const other = inventCatalog(...runners.map((each) => ({ ...each, cpu: 'Other Xeon 1234' })));
    for (const { timeMs, costPerBuild } of plan({ catalog: other }).choices)
      for (const { value, low, high } of [timeMs, costPerBuild]) {
        expect(low).toBeLessThanOrEqual(value);
        expect(high).toBeGreaterThanOrEqual(value);
      }
  });

  it('says what the measured machine took', () => {
    expect(plan({}, { overheadMs: 5000 }).onMeasured).toMatchObject({ workers: 8, engine: 'self-parallel' });
    expect(plan({}, { overheadMs: 5000 }).onMeasured.timeMs).toBeCloseTo(35_000, 6);
  });
});

describe('a build of a pool’s tasks', () => {
  const pool = [inventEvidence([inventCurve([1, 2, 4, 8], { perWorker: 0.1 })])];

  it('deals them out to the workers: twelve tasks of ten seconds', () => {
    const work = { ...inventedWork, taskMs: new Array<number>(12).fill(10_000), passTasks: 12 };
    expect(rows({ work, evidences: pool })).toEqual([
      // Six turns of two workers, three of four; two of six, which more could not make one.
      ['ci-2', 2, 60_000, 0.006],
      ['ci-4', 4, 30_000, 0.012],
      ['ci-8', 6, 20_000, 0.022],
    ]);
    expect(rows({ work, evidences: pool }, { tasks: 4 })[0]).toEqual(['ci-2', 2, 20_000, 0.006]);
  });

  it('needs their number where they run until they are stopped', () => {
    const { passTasks: _, ...work } = { ...inventedWork, passTasks: 1, taskMs: [] };
    expect(() => plan({ work, evidences: pool })).toThrow(UsageError);
    expect(() => plan({ work, evidences: pool })).toThrow('say with --tasks how many of them');
    expect(plan({ work, evidences: pool }, { tasks: 10 }).choices).toHaveLength(3);
  });
});

describe('runners are left out', () => {
  it('by provider and architecture', () => {
    const arm = runner(4, 0.008, { name: 'arm', architecture: 'arm64', provider: 'other' });
    const catalog = inventCatalog(...runners, arm);
    expect(rows({ catalog }, { architecture: 'arm64' }).map(([name]) => name)).toEqual(['arm']);
    expect(rows({ catalog }, { provider: 'ci' })).toHaveLength(3);
    expect(() => plan({ catalog }, { provider: 'c1' })).toThrow('Did you mean "ci"?');
  });

  it('by memory, of which few workers may still fit', () => {
    const small = inventCatalog(runner(8, 0.022, { memoryGiB: 1 }));
    expect(rows({ catalog: small }, { memoryPerWorkerMiB: 200 })).toEqual([['ci-8', 2, 120_000, 0.044]]);
    const none = plan({ catalog: small }, { memoryPerWorkerMiB: 2000 });
    expect([none.choices, none.leftOut]).toEqual([[], { memory: 1, tooSlow: 0 }]);
  });
});
