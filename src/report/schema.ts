import { z } from 'zod';

export const REPORT_SCHEMA = 'corewise/report/1';

/** A value with its 95 % interval. */
export const intervalSchema = z.object({ value: z.number(), low: z.number(), high: z.number() });

const paramsSchema = z.record(z.string(), z.union([z.number(), z.string(), z.boolean()]));

export const reportCaseSchema = z.object({
  id: z.string(),
  scenario: z.string(),
  params: paramsSchema,
  engine: z.string(),
  dispatch: z.string(),
  workers: z.int(),
  chunksize: z.int(),
  chunksizeAsked: z.array(z.union([z.int(), z.literal('auto')])),
  /** min(CPUs in the set, quota). */
  cores: z.number(),
  /** CPUs the run was confined to; null: all allowed ones. */
  cpus: z.array(z.int()).nullable(),
  role: z.enum(['asked', 'reference']),
  /** Tells otherwise equal cases apart, for A/A comparisons. */
  replica: z.string().optional(),
  status: z.enum(['ok', 'failed', 'skipped', 'dropped']),
  reason: z.string().optional(),
  /** null: could not be checked against serial. */
  verified: z.boolean().nullable(),
  rounds: z.int(),
  disturbedRounds: z.int(),
  /** Which rounds the figures rest on: `undisturbed`, or `all` where too few were. */
  basis: z.enum(['undisturbed', 'all']),
  /** One pass, ms; `samples`: the mean pass of each round the figures rest on. */
  wallMs: z
    .object({ median: z.number(), low: z.number(), high: z.number(), samples: z.array(z.number()) })
    .nullable(),
  /** Tasks per second; turns per second for open-ended scenarios. */
  throughput: intervalSchema.nullable(),
  speedup: intervalSchema.nullable(),
  /** The same over all rounds, disturbed ones included. */
  speedupAllRounds: intervalSchema.nullable(),
  scaling: intervalSchema.nullable(),
  efficiency: intervalSchema.nullable(),
  ceiling: intervalSchema.nullable(),
  /** Upper bounds on the speedup that need no measurement: by chunks, by cores; the smaller one binds. */
  bound: z.object({ chunks: z.number(), cores: z.number(), binds: z.enum(['chunks', 'cores']) }).nullable(),
  peakMemoryMiB: z.number().nullable(),
  eventLoopDelayMs: z.object({ p50: z.number(), p99: z.number(), max: z.number() }).nullable(),
});

export const findingSchema = z.object({
  check: z.string(),
  severity: z.enum(['info', 'warning', 'error']),
  /** Case ids it touches; empty: the whole run. */
  cases: z.array(z.string()),
  message: z.string(),
  advice: z.string(),
});

export const recommendationSchema = z.object({
  scenario: z.string(),
  params: paramsSchema,
  caseId: z.string(),
  engine: z.string(),
  dispatch: z.string(),
  workers: z.int(),
  chunksize: z.int(),
  cores: z.number(),
  speedup: intervalSchema,
  verified: z.boolean().nullable(),
  /** One sentence: is it worth it, and with what settings. Begins the report. */
  headline: z.string(),
  /** One sentence: why this one and not another. */
  why: z.string(),
});

export const reportSchema = z.object({
  schema: z.literal(REPORT_SCHEMA),
  label: z.string(),
  suite: z.string(),
  command: z.string(),
  startedAt: z.iso.datetime(),
  seed: z.int(),
  host: z.object({
    cpu: z.string(),
    physicalCores: z.int(),
    logicalCores: z.int(),
    allowedCpus: z.int(),
    quotaCpus: z.number().nullable(),
    memoryGiB: z.number(),
    node: z.string(),
    os: z.string(),
    arch: z.string(),
    virtualization: z.string().nullable(),
    instanceType: z.string().optional(),
  }),
  versions: z.record(z.string(), z.string()),
  scenarios: z.array(
    z.object({
      name: z.string(),
      description: z.string(),
      params: paramsSchema,
      hash: z.string(),
      tasks: z.int(),
      openEnded: z.boolean(),
      /** Serial time of a pass's tasks, ms: shortest, median, longest, total. */
      taskMs: z
        .object({ min: z.number(), median: z.number(), max: z.number(), total: z.number() })
        .nullable(),
    }),
  ),
  cases: z.array(reportCaseSchema),
  recommendations: z.array(recommendationSchema),
  findings: z.array(findingSchema),
  /** Why the measuring ended. */
  stopped: z.object({
    reason: z.enum(['rounds', 'precise', 'time', 'interrupted', 'failed', 'unfinished']),
    rounds: z.int(),
    elapsedMs: z.number(),
    message: z.string(),
  }),
  disturbance: z.object({
    rounds: z.int(),
    disturbedRounds: z.int(),
    gate: z.object({ foreignCpu: z.number(), stealShare: z.number() }),
  }),
});

export type Interval = z.infer<typeof intervalSchema>;
export type ReportCase = z.infer<typeof reportCaseSchema>;
export type Finding = z.infer<typeof findingSchema>;
export type Recommendation = z.infer<typeof recommendationSchema>;
export type Report = z.infer<typeof reportSchema>;
