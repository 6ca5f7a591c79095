import type { Catalog, Instance } from '../../catalog/index.js';
import type { Evidence, MeasuredCurve, MeasuredMachine, PlannedWork } from '../evidence/evidence.js';
import type { PlanInput } from '../make-plan.js';
import { type Demand, unconstrained } from '../request.js';

/** A type with as many cores as vCPUs, at 0.05 a core and hour. */
export function inventInstance(given: Partial<Instance> = {}): Instance {
  const vcpus = given.vcpus ?? 4;
  return {
    provider: 'own',
    region: '',
    name: `type${vcpus}`,
    vcpus,
    physicalCores: vcpus,
    threadsPerCore: 1,
    memoryGiB: 4 * vcpus,
    architecture: 'x86_64',
    cpu: 'Other Xeon 1234',
    family: 'type',
    burstable: false,
    pricePerHour: 0.05 * vcpus,
    currency: 'USD',
    asOf: '2026-01-01',
    ...given,
  };
}

export function inventCatalog(...instances: Instance[]): Catalog {
  return { asOf: '2026-01-01', attribution: [], instances };
}

/** `perWorker` tasks a second for each worker at these counts, less what contention and crosstalk take (USL). */
export function inventCurve(
  counts: readonly number[],
  given: Partial<MeasuredCurve> & { perWorker?: number; contention?: number; crosstalk?: number } = {},
): MeasuredCurve {
  const { perWorker = 100, contention = 0, crosstalk = 0, ...curve } = given;
  return {
    engine: 'threads',
    dispatch: 'imapUnordered',
    chunksize: 1,
    machine: { physicalCores: counts.at(-1)!, logicalCores: counts.at(-1)! },
    points: counts.map((workers) => {
      const others = workers - 1;
      const throughput = (perWorker * workers) / (1 + contention * others + crosstalk * workers * others);
      return { workers, throughput, low: throughput * 0.99, high: throughput * 1.01 };
    }),
    drift: { value: 1, low: 1, high: 1 },
    memoryPerWorkerMiB: 100,
    mostFed: Number.POSITIVE_INFINITY,
    isRecommended: true,
    ...curve,
  };
}

export function inventEvidence(
  curves: readonly MeasuredCurve[] = [inventCurve([1, 2, 4, 8])],
  machine: Partial<MeasuredMachine> = {},
): Evidence {
  return {
    label: 'invented',
    machine: { cpu: 'Invented Xeon 9999', memoryGiB: 32, architecture: 'x86_64', ...machine },
    isVirtual: false,
    isDisturbed: false,
    curves,
    isolated: [],
  };
}

/** Equal tasks of 10 ms. */
export const inventedWork: PlannedWork = {
  scenario: 'cycles',
  params: {},
  taskMs: new Array<number>(12).fill(10),
  isPerTask: true,
  isVerified: true,
};

/** A plan's input where only what matters is given. */
export function inventInput(given: Partial<PlanInput> & Pick<PlanInput, 'demand'>): PlanInput {
  return {
    work: inventedWork,
    evidences: [inventEvidence()],
    catalog: inventCatalog(inventInstance()),
    constraints: unconstrained,
    ...given,
  };
}

/** A demand, a machine that was measured under it, and one that could do the same. */
export const stream: Demand = { kind: 'throughput', perSecond: 1000 };
export const measured = (curves = [inventCurve([1, 2, 4, 8])]) => [
  inventEvidence(curves, { instanceType: 'type8' }),
];
export const type8 = inventInstance({ vcpus: 8, pricePerHour: 0.4 });
export const rival = inventInstance({
  name: 'rival',
  family: 'rival',
  cpu: 'Rival 5678',
  vcpus: 8,
  pricePerHour: 0.5,
});
