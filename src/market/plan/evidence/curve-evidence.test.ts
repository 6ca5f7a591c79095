import { describe, expect, it } from 'vitest';
import { UsageError } from '../../../errors.js';
import type { MeasuredCurve } from '../../../readers/index.js';
import { makePlan } from '../make-plan.js';
import { unconstrained } from '../request.js';
import { inventCatalog, inventInstance } from '../testing/invented.js';
import { type CurveFile, evidenceFromCurves } from './curve-evidence.js';

/** 100 a second for each worker. */
const curve = (counts: readonly number[], given: Partial<MeasuredCurve> = {}): MeasuredCurve => ({
  name: '',
  points: counts.map((workers) => ({ workers, throughput: 100 * workers })),
  unit: 'runs/s',
  basis: 'Throughput as the file has it.',
  machine: {},
  doubts: [],
  ...given,
});
const file = (given: Partial<CurveFile> = {}): CurveFile => ({
  path: 'runs/scan.csv',
  curves: [curve([1, 2, 4, 8])],
  ...given,
});
const catalog = inventCatalog(
  inventInstance({ vcpus: 8 }),
  inventInstance({ name: 'smt', vcpus: 8, physicalCores: 4, threadsPerCore: 2 }),
  inventInstance({ name: 'hidden', vcpus: 8, physicalCores: null, threadsPerCore: null }),
);
const read = (...files: CurveFile[]) => evidenceFromCurves(files, catalog);

describe('a curve of another tool', () => {
  it('is of the machine that is named, and knows neither tasks nor memory', () => {
    const { work, evidences } = read(file({ instanceType: 'type8' }));
    expect(work).toEqual({
      scenario: 'scan',
      ...{ params: {}, taskMs: [], isPerTask: false, passTasks: 1, isVerified: false },
      curves: {
        unit: 'runs/s',
        basis: 'Throughput as the file has it.',
        files: ['runs/scan.csv'],
        doubts: [],
      },
    });
    expect(evidences[0]!.machine).toMatchObject({ cpu: 'Other Xeon 1234', instanceType: 'type8' });
    expect(evidences[0]!.curves[0]).toMatchObject({
      engine: 'self-parallel',
      machine: { physicalCores: 8, logicalCores: 8 },
      memoryPerWorkerMiB: null,
    });
  });

  it('gives what was measured, to the machine', () => {
    const plan = makePlan({
      ...read(file({ instanceType: 'type8' })),
      catalog: inventCatalog(inventInstance({ vcpus: 8 })),
      demand: { kind: 'throughput', perSecond: 4000 },
      constraints: unconstrained,
    });
    expect(plan.choices[0]).toMatchObject({
      instances: 5,
      setting: { workers: 8, perSecond: { value: 800 }, provenance: 'measured on the same type' },
    });
  });

  it('bends where threads share cores, by the catalog or by the user', () => {
    const cores = (given: Partial<CurveFile>) => read(file(given)).evidences[0]!.curves[0]!.machine;
    expect(cores({ instanceType: 'smt' })).toEqual({ physicalCores: 4, logicalCores: 8 });
    expect(cores({ physicalCores: 4 })).toEqual({ physicalCores: 4, logicalCores: 8 });
    expect(cores({ physicalCores: 4, logicalCores: 4 })).toEqual({ physicalCores: 4, logicalCores: 4 });
    const told = curve([1, 2, 4], { machine: { logicalCores: 4 } });
    expect(cores({ curves: [told], physicalCores: 4 })).toEqual({ physicalCores: 4, logicalCores: 4 });
  });

  it('joins several machines, each with the name of its own', () => {
    const { evidences, work } = read(
      file({ instanceType: 'type8', curves: [curve([1, 2, 4, 8], { name: 'render' })] }),
      file({ path: 'b.csv', instanceType: 'smt', curves: [curve([1, 2, 4, 8], { name: 'render' })] }),
    );
    expect(work.scenario).toBe('render');
    expect(evidences.map(({ label, machine }) => [label, machine.instanceType])).toEqual([
      ['scan', 'type8'],
      ['b', 'smt'],
    ]);
  });

  it('keeps the intervals of its file, and draws others from the law', () => {
    const sure = curve([1, 2, 4], {
      points: [1, 2, 4].map((workers) => ({
        ...{ workers, throughput: 100 * workers },
        ...{ low: 99 * workers, high: 101 * workers },
      })),
    });
    const points = (one: MeasuredCurve) =>
      read(file({ curves: [one], physicalCores: 4 })).evidences[0]!.curves[0]!.points;
    expect(points(sure)[2]).toEqual({ workers: 4, throughput: 400, low: 396, high: 404 });
    const bent = curve([1, 2, 4], {
      points: [
        { workers: 1, throughput: 100 },
        { workers: 2, throughput: 180 },
        { workers: 4, throughput: 350 },
      ],
    });
    const [, second] = points(bent);
    expect(second).toMatchObject({ throughput: 180 });
    expect(second!.low).toBeLessThan(180);
    expect(second!.high).toBeGreaterThan(180);
  });

  it('says so where its type is not in the catalog', () => {
    const [evidence] = read(file({ instanceType: 'typo8', physicalCores: 8 })).evidences;
    expect(evidence!.typeDoubt).toMatchObject({ verdict: 'unknown' });
  });

  const wide = curve([1, 8], {
    points: [
      { workers: 1, throughput: 100, low: 90, high: 110 },
      { workers: 8, throughput: 600, low: 400, high: 900 },
    ],
  });

  it.each<[string, CurveFile[], string]>([
    ['no machine', [file()], 'runs/scan.csv does not say what machine it was measured on: name it, as'],
    ['an unknown type', [file({ instanceType: 'tipe8' })], 'Similar names: type8. Give the --physical-cores'],
    ['a type without cores', [file({ instanceType: 'hidden' })], 'how many physical cores hidden has'],
    [
      'too few CPUs',
      [file({ physicalCores: 8, logicalCores: 4 })],
      'cannot have 4 logical CPUs and 8 physical',
    ],
    [
      'several curves',
      [
        file({
          physicalCores: 8,
          curves: [curve([1], { name: 'a"b' }), curve([1], { name: 'c' })],
        }),
      ],
      'has 2 curves: "a\\"b" and "c". Choose one with --scenario.',
    ],
    [
      'other units',
      [
        file({ physicalCores: 8 }),
        file({ path: 'b', physicalCores: 8, curves: [curve([1], { unit: 'ops/s' })] }),
      ],
      'b counts ops/s and runs/scan.csv runs/s',
    ],
    ['a guess', [file({ physicalCores: 8, curves: [wide] })], '8 workers may do anything from 400 to 900'],
  ])('%s is refused', (_, files, message) => {
    expect(() => read(...files)).toThrow(UsageError);
    expect(() => read(...files)).toThrow(message);
  });

  it.each(['arrivals', 'programs'] as const)('does not answer %s, which need times of tasks', (kind) => {
    const demand =
      kind === 'programs'
        ? { kind, programs: 3 }
        : ({ kind, arrivals: { rate: 3 }, p95Ms: 100, balancer: 'random', seed: 1 } as const);
    const planning = () =>
      makePlan({ ...read(file({ physicalCores: 8 })), catalog, demand, constraints: unconstrained });
    expect(planning).toThrow(UsageError);
    expect(planning).toThrow('runs/scan.csv has no times of single tasks, which --arrival-rate');
  });
});
