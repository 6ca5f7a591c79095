import { z } from 'zod';
import { severities } from '../../insight/findings/index.js';
import { provenances } from '../../market/plan/index.js';
import { paramsSchema } from '../../record/index.js';

export const RUNNER_SCHEMA = 'corewise/runner-plan/1';

const openIntervalSchema = z
  .object({ value: z.number(), low: z.number(), high: z.number().nullable() })
  .describe('high is null where slow cores leave no bound');

export const runnerChoiceSchema = z.object({
  rank: z.int(),
  provider: z.string(),
  runner: z.string(),
  vcpus: z.int(),
  memoryGiB: z.number(),
  architecture: z.string(),
  pricePerMinute: z.number(),
  priceAsOf: z.string(),
  billedBy: z.enum(['minute', 'hour']).optional().describe('what the seller rounds time up to'),
  engine: z.string(),
  dispatch: z.string(),
  workers: z.int(),
  chunksize: z.union([z.int(), z.literal('auto')]),
  memoryHolds: z.int().optional().describe('workers that its memory holds, where it bounds them'),
  timeMs: openIntervalSchema.describe('of a build, with what comes before the work'),
  billedMs: z.number().describe('what is paid for of the expected time'),
  costPerBuild: openIntervalSchema,
  record: z.string().describe('label of the record that it rests on'),
  provenance: z.enum(provenances),
});

/** runner.json: which hosted runner a build costs least on, and how long it takes on each. */
export const runnerPlanSchema = z.object({
  schema: z.literal(RUNNER_SCHEMA),
  version: z.string().describe('of corewise'),
  command: z.string(),
  decision: z.string().describe('one sentence'),
  why: z.array(z.string()),
  scenario: z.string(),
  params: paramsSchema,
  tasks: z.int().describe('of a build'),
  deadlineMs: z.number().nullable(),
  overheadMs: z.number().describe('what of the job comes before the work'),
  currency: z.string(),
  choices: z.array(runnerChoiceSchema).describe('cheapest first; empty where none is in time'),
  impossible: z.object({ message: z.string(), nearest: z.string() }).nullable(),
  restsOn: z.array(z.string()).describe('what the figures rest on, in sentences'),
  leftOut: z.array(z.string()),
  findings: z.array(
    z.object({ check: z.string(), severity: z.enum(severities), message: z.string(), advice: z.string() }),
  ),
  catalog: z.object({ asOf: z.string(), attribution: z.array(z.string()) }),
});

export type RunnerPlanDocument = z.infer<typeof runnerPlanSchema>;
export type RunnerPlanChoice = z.infer<typeof runnerChoiceSchema>;
