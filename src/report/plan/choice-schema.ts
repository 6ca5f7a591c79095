import { z } from 'zod';
import { provenances } from '../../market/plan/index.js';
import { intervalSchema } from '../document/document.js';

export const provenanceSchema = z
  .enum(provenances)
  .describe('where a number comes from, the surest first; a chain of numbers is as sure as the least sure');

export const openIntervalSchema = z
  .object({ value: z.number(), low: z.number(), high: z.number().nullable() })
  .describe('high is null where slow cores could not meet the demand, however many there were');

export const chunksizeSchema = z.union([z.int(), z.literal('auto')]);

export const planChoiceSchema = z.object({
  rank: z.int(),
  provider: z.string(),
  region: z.string(),
  instance: z.string(),
  family: z.string(),
  cpu: z.string().nullable(),
  architecture: z.string(),
  vcpus: z.int(),
  physicalCores: z.int().nullable(),
  memoryGiB: z.number(),
  cpus: z
    .array(z.string())
    .optional()
    .describe('the CPU models that the type comes with, where there are several; cpu is null then'),
  pricePerHour: z.number().describe('of one instance, as it is paid for'),
  priceAsOf: z.string(),
  instances: z
    .int()
    .describe('to be bought so that they are enough with the certainty asked for, spare ones included'),
  instancesRange: z.object({ low: z.int(), high: z.int().nullable() }),
  expected: z
    .object({ instances: z.int(), costPerHour: z.number() })
    .optional()
    .describe('what would do if the cores are as fast as expected: choices are ranked by it'),
  known: z
    .enum(['measured', 'predicted', 'assumed'])
    .optional()
    .describe('predicted: from the records and public data of the type; assumed: there are none of it'),
  engine: z.string(),
  dispatch: z.string(),
  workers: z.int().describe('of each instance'),
  memoryHolds: z
    .int()
    .optional()
    .describe('workers that its memory holds, where these are all of them and its vCPUs would do for more'),
  chunksize: chunksizeSchema,
  memoryMiB: z
    .number()
    .optional()
    .describe('what the workers of one instance hold at their peak; absent: not known'),
  cpuQuota: z
    .number()
    .optional()
    .describe('in CPUs, the smallest quota measured that lets the workers run freely'),
  throughput: intervalSchema.describe('of one instance, tasks a second'),
  costPerHour: openIntervalSchema,
  costPerMonth: openIntervalSchema.describe('of 730 hours'),
  costPerMillionTasks: openIntervalSchema,
  costOfJob: openIntervalSchema
    .nullable()
    .describe('of a job, paid for as long as it takes, begun minutes or hours whole where billedBy says so'),
  billedBy: z.enum(['minute', 'hour']).optional().describe('what the seller rounds time up to'),
  spotCostPerHour: z.number().optional().describe('of all instances, as long as there is capacity to spare'),
  reservedCostPerHour: z.number().optional().describe('of all instances, with a commitment of a year'),
  utilisation: intervalSchema.describe(
    'share of the capacity, of a job of its time; with the spare ones lost',
  ),
  timeMs: openIntervalSchema
    .nullable()
    .describe('of the job, of a program, the 95th percentile of arrivals; null for a steady stream'),
  coreSpeed: intervalSchema.describe('of one core ÷ that of a measured one'),
  record: z.string().describe('label of the record that it rests on'),
  provenance: z.object({
    row: provenanceSchema,
    coreSpeed: provenanceSchema,
    scaling: provenanceSchema,
    memory: z.union([provenanceSchema, z.enum(['given', 'not known'])]),
  }),
  outranks: z
    .object({ rank: z.int(), instance: z.string() })
    .nullable()
    .describe('the first measured choice behind one that was not measured; null where there is none'),
});

export type PlanChoice = z.infer<typeof planChoiceSchema>;
