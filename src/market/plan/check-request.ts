import { z } from 'zod';
import { UsageError, unknownName } from '../../errors.js';
import { checkNames } from '../../read-options.js';
import { firstProblem } from '../../record/index.js';
import { balancerNames } from '../queue/index.js';
import { type Constraints, unconstrained } from './constraints.js';
import type { Demand } from './demand.js';

const positive = z.number().positive();
const count = z.int().positive();

const demands = {
  throughput: z.object({ kind: z.literal('throughput'), perSecond: positive }),
  job: z.object({ kind: z.literal('job'), tasks: count, deadlineMs: positive }),
  arrivals: z.object({
    kind: z.literal('arrivals'),
    arrivals: z.union([z.object({ rate: positive }), z.object({ timestampsMs: z.array(z.number()).min(2) })]),
    p95Ms: positive,
    balancer: z.enum(balancerNames),
    seed: z.int(),
    count: count.optional(),
  }),
  programs: z.object({ kind: z.literal('programs'), programs: count, deadlineMs: positive.optional() }),
} satisfies Record<Demand['kind'], z.ZodType>;

const demandSchema = z.discriminatedUnion('kind', [
  demands.throughput,
  demands.job,
  demands.arrivals,
  demands.programs,
]);

const constraintsSchema = z.strictObject({
  memoryPerWorkerMiB: positive.optional(),
  maxCostPerHour: positive.optional(),
  provider: z.string().optional(),
  architecture: z.string().optional(),
  maxInstances: count.optional(),
  minInstances: count.optional(),
  headroom: z.number().min(0).lt(1).optional(),
  spare: z.int().min(0).optional(),
  startupMs: positive.optional(),
  price: z.object({ name: z.string(), factor: positive }).optional(),
});

const requestSchema = z.object({ demand: demandSchema, constraints: constraintsSchema });

/** @throws UsageError for figures that cannot be, and for those that contradict each other. */
export function checkRequest(demand: Demand, constraints: Partial<Constraints>): void {
  checkRequestNames(demand, constraints);
  const parsed = requestSchema.safeParse({ demand, constraints });
  if (!parsed.success) throw new UsageError(`Not a plan that can be made: ${firstProblem(parsed.error)}.`);
  const { minInstances, maxInstances, startupMs } = { ...unconstrained, ...constraints };
  if (maxInstances !== undefined && maxInstances < minInstances)
    throw new UsageError(`--max-instances ${maxInstances} is below --min-instances ${minInstances}.`);
  if (startupMs !== undefined && demand.kind !== 'arrivals')
    throw new UsageError('--startup belongs to --arrival-rate or --arrivals.');
}

function checkRequestNames(demand: Demand, constraints: Partial<Constraints>): void {
  const kinds = Object.keys(demands);
  if (!kinds.includes(demand.kind)) throw unknownName('kind of demand', String(demand.kind), kinds);
  checkNames(demand, `field of the demand ${demand.kind}`, Object.keys(demands[demand.kind].shape));
  checkNames(constraints, 'constraint', Object.keys(constraintsSchema.shape));
}
