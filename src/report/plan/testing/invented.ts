import type { Instance } from '../../../market/catalog/index.js';
import type { MeasuredCurve } from '../../../market/plan/evidence/evidence.js';
import { type Constraints, type Demand, makePlan, unconstrained } from '../../../market/plan/index.js';
import {
  inventCatalog,
  inventCurve,
  inventEvidence,
  inventInput,
  inventInstance,
} from '../../../market/plan/testing/invented.js';
import { planDocument } from '../build.js';
import type { PlanDocument } from '../schema.js';

interface InventedPlan {
  demand?: Demand;
  constraints?: Partial<Constraints>;
  /** Of the measured machine, the instances and the record. */
  name?: string;
  counts?: readonly number[];
  /** Other load ran beside the measurement. */
  isDisturbed?: boolean;
  isDearBurstable?: boolean;
  /** By how much the measured throughput may be off, as a factor to either side. */
  offBy?: number;
  /** For which the prices are known. */
  days?: readonly [string, string, string];
  /** What the record recommends where its tasks wait. */
  noPool?: string;
  /** What is different about the cheap type, and about the measured curve. */
  instance?: Partial<Instance>;
  curve?: Partial<MeasuredCurve>;
}

/** A measured type, a cheaper one that was not, and a dear one, for 1,000 tasks a second. */
export function inventPlan({
  demand,
  constraints,
  name = '',
  counts = [1, 2, 4, 8],
  isDisturbed = false,
  isDearBurstable = false,
  offBy = 1,
  days = ['2026-01-01', '2026-01-01', '2026-01-01'],
  noPool,
  instance,
  curve,
}: InventedPlan = {}): PlanDocument {
  const catalog = inventCatalog(
    inventInstance({ name: `measured${name}`, vcpus: 8, pricePerHour: 0.4, asOf: days[0] }),
    inventInstance({
      name: `cheap${name}`,
      family: 'cheap',
      cpu: 'Cheap 1111',
      vcpus: 8,
      pricePerHour: 0.3,
      asOf: days[1],
      ...instance,
    }),
    inventInstance({
      name: `dear${name}`,
      family: 'dear',
      cpu: 'Dear 2222',
      vcpus: 16,
      pricePerHour: 9,
      asOf: days[2],
      burstable: isDearBurstable,
    }),
  );
  const drift = { value: 1, low: 1 / offBy, high: offBy };
  const evidence = inventEvidence([inventCurve(counts, { drift, ...curve })], {
    instanceType: `measured${name}`,
  });
  const plan = makePlan(
    inventInput({
      demand: demand ?? { kind: 'throughput', perSecond: 1000 },
      evidences: [{ ...evidence, label: `invented${name}`, isDisturbed, ...(noPool && { noPool }) }],
      catalog: { ...catalog, attribution: [`Some data${name}`] },
      constraints: { ...unconstrained, ...constraints },
    }),
  );
  const command = `corewise plan record.jsonl${name}`;
  return planDocument(plan, { command, version: '0.0.0', today: new Date('2026-01-02') });
}

/** A demand of requests that come by chance. */
export const arrivals = {
  kind: 'arrivals',
  arrivals: { rate: 100 },
  p95Ms: 50,
  balancer: 'random',
  seed: 1,
  count: 2_000,
} as const;
