import { z } from 'zod';
import { UsageError, unknownName } from '../../errors.js';
import { checkNames } from '../../read-options.js';
import { firstProblem } from '../../record/index.js';
import { type Demand, demandSchema, demands } from './demand.js';

const positive = z.number().positive();
const count = z.int().positive();

/** What a choice has to keep to. */
export const constraintsSchema = z.object({
  /** Instead of the measured one, MiB. */
  memoryPerWorkerMiB: positive.optional(),
  /** Of all instances together, an hour, in the catalog's currency. */
  maxCostPerHour: positive.optional(),
  provider: z.string().optional(),
  architecture: z.string().optional(),
  maxInstances: count.optional(),
  minInstances: count,
  headroom: z.number().min(0).lt(1).describe('share of the capacity that stays free'),
  spare: z.int().min(0).describe('instances that may be lost'),
  /** With it, arrivals are also met by instances that are started when they are needed, so long after. */
  startupMs: positive.optional(),
  /** Another way to pay, as a factor of the list price. */
  price: z.object({ name: z.string(), factor: positive }).optional(),
});

export type Constraints = z.infer<typeof constraintsSchema>;

export const unconstrained: Constraints = { minInstances: 1, headroom: 0, spare: 0 };

const requestSchema = z.object({ demand: demandSchema, constraints: constraintsSchema.partial() });

/** @throws UsageError for figures that cannot be, and for those that contradict each other. */
export function checkRequest(demand: Demand, constraints: Partial<Constraints>): void {
  checkRequestNames(demand, constraints);
  const parsed = requestSchema.safeParse({ demand, constraints });
  if (!parsed.success) throw new UsageError(`This plan cannot be made: ${firstProblem(parsed.error)}.`);
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
