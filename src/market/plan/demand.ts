import { z } from 'zod';
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

export const demandSchema = z.discriminatedUnion('kind', [
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
