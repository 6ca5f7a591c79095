import { z } from 'zod';
import { UsageError, unknownName } from '../../errors.js';
import { checkNames } from '../../read-options.js';
import { firstProblem } from '../../record/index.js';
import { balancerNames } from '../queue/index.js';

const positive = z.number().positive();
const count = z.int().positive();

/** The kinds of demand, for the library, the command line and the plan's document. */
export const demands = {
  /** Tasks at a steady rate, as fast as they can be done. */
  throughput: z.object({ kind: z.literal('throughput'), perSecond: positive }),
  /** So many tasks, done within the deadline. */
  job: z.object({ kind: z.literal('job'), tasks: count, deadlineMs: positive }),
  /** Tasks that arrive one by one and are to be answered in time. */
  arrivals: z.object({
    kind: z.literal('arrivals'),
    /** Poisson arrivals at a rate in tasks a second, or the instants of recorded ones. */
    arrivals: z.union([
      z.object({ rate: positive }),
      z.object({ timestampsMs: z.array(z.number()).min(2).readonly() }),
    ]),
    /** 95 of 100 tasks are done so long after they arrived, ms. */
    p95Ms: positive,
    /** How tasks are spread over the instances. */
    balancer: z.enum(balancerNames),
    seed: z.int(),
    /** Arrivals that a simulation counts; without it the load decides. */
    count: count.optional(),
  }),
  /** Whole programs at once, a task of the scenario being one: each has a worker and a physical core of its own. */
  programs: z.object({
    kind: z.literal('programs'),
    programs: count,
    /** With it a program may share its core, as long as it is done in time. */
    deadlineMs: positive.optional(),
  }),
};

const demandSchema = z.discriminatedUnion('kind', [
  demands.throughput,
  demands.job,
  demands.arrivals,
  demands.programs,
]);

export type Demand = z.infer<typeof demandSchema>;
export type ThroughputDemand = z.infer<typeof demands.throughput>;
export type JobDemand = z.infer<typeof demands.job>;
export type ArrivalsDemand = z.infer<typeof demands.arrivals>;
export type ProgramsDemand = z.infer<typeof demands.programs>;

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
  certainty: z
    .number()
    .min(0.5)
    .lt(1)
    .optional()
    .describe('how surely the instances are enough; without it, as many as are expected to be'),
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
  if (!kinds.includes(demand.kind)) throw unknownName('demand', String(demand.kind), kinds);
  checkNames(demand, `field of the demand ${demand.kind}`, Object.keys(demands[demand.kind].shape));
  checkNames(constraints, 'constraint', Object.keys(constraintsSchema.shape));
}
