import { z } from 'zod';
import { chunkAdviceSchema } from './chunk-advice/schema.js';
import { fitSchema } from './fits/schema.js';
import { intervalSchema } from './interval.js';
import { paramsSchema } from './params.js';
import { dispatcherSchema, predictedWallSchema } from './pool-simulation/schema.js';

export const REPORT_SCHEMA = 'corewise/report/1';

export { intervalSchema };

export const lossSchema = z.object({
  oversubscribed: z.number(),
  /** Runnable, but stopped by the quota of a cgroup; absent in older reports, where it is part of others. */
  throttled: z.number().optional(),
  startup: z.number(),
  dispatch: z.number(),
  unused: z.number(),
  tail: z.number(),
  wait: z.number(),
  slowdown: z.number(),
  unexplained: z.number(),
});

/** Of each part and of their sum. */
export const lossIntervalsSchema = z.object({
  total: intervalSchema,
  oversubscribed: intervalSchema,
  throttled: intervalSchema.optional(),
  startup: intervalSchema,
  dispatch: intervalSchema,
  unused: intervalSchema,
  tail: intervalSchema,
  wait: intervalSchema,
  slowdown: intervalSchema,
  unexplained: intervalSchema,
});

export const lossPartsSchema = z.object({
  messages: z.number().optional(),
  mainThread: z.number(),
  idle: z.number(),
  collect: z.number(),
  displaced: z.number().optional(),
  chunkWait: z.number().optional(),
  gapWait: z.number().optional(),
  codePath: z.number().optional(),
  host: z.number().optional(),
  blocked: z.number().optional(),
  gc: z.number().optional(),
  /** `slowdown` where the system does not tell waiting and computing apart: it then stands for both. */
  waitIn: z.enum(['wait', 'slowdown']),
});

const verdictSchema = z.enum(['same', 'faster', 'slower', 'cannot tell yet', 'failed']);

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
  /** CPUs' worth of time that a cgroup of its own granted; absent where there was none of its own. */
  quota: z.number().optional(),
  role: z.enum(['asked', 'reference']),
  /** Tells otherwise equal cases apart, for A/A comparisons. */
  replica: z.string().optional(),
  /** How the scenario takes its tasks, where it is a command. */
  command: z.enum(['self-parallel', 'chunks', 'copies', 'persistent']).optional(),
  /** Id of the serial case that is the very same run. */
  sameAs: z.string().optional(),
  /** Each pass started its workers anew and counts their start. */
  cold: z.literal(true).optional(),
  status: z.enum(['ok', 'failed', 'skipped', 'dropped']),
  reason: z.string().optional(),
  /** null: could not be checked against serial. */
  verified: z.boolean().nullable(),
  /** Why it was measured no further than that round; absent where it went on to the run's end. */
  settled: z.object({ reason: z.enum(['lost', 'precise']), round: z.int(), message: z.string() }).optional(),
  /** Its comparison with the recommended case; absent where none was made. */
  versusRecommended: z
    .object({
      verdict: z.union([z.literal('recommended'), verdictSchema]),
      ratio: intervalSchema.nullable(),
      /** Of `same` and `cannot tell yet`, as a fraction: a smaller difference would not have been seen. */
      leastDifference: z.number().optional(),
      moreRounds: z.int().optional(),
    })
    .optional(),
  rounds: z.int(),
  disturbedRounds: z.int(),
  /** Which rounds the figures rest on: `undisturbed`, or `all` where too few were. */
  basis: z.enum(['undisturbed', 'all']),
  /** One pass, ms; `samples`: the mean pass of each round the figures rest on. */
  wallMs: z
    .object({ median: z.number(), low: z.number(), high: z.number(), samples: z.array(z.number()) })
    .nullable(),
  /** The same as simulated, without this case’s own times; absent where the other cases do not suffice. */
  predictedWallMs: predictedWallSchema.optional(),
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
  /** The CPUs that each worker was seen on; null where not known. */
  placement: z.array(z.array(z.int())).nullable(),
  /** Whether every worker was pinned to its CPU. */
  pinned: z.boolean(),
  /**
   * The missing speedup by cause, worker-ms a pass; the parts sum to workers × wall time − serial's. Negative: a
   * gain. Null for serial.
   */
  lossWorkerMs: lossSchema.nullable(),
  /** The 95 % intervals of the parts and of their sum, worker-ms a pass; absent where fewer than two rounds tell. */
  lossIntervals: lossIntervalsSchema.optional(),
  /** What the causes are made of, worker-ms a pass; absent where the system does not tell. */
  lossParts: lossPartsSchema.nullable(),
  /** All workers together, the most in any observation; for threads without what the process held before them. */
  peakMemoryMiB: z.number().nullable(),
  /** The most that one worker held; null for promises, and where not known; absent in older reports. */
  memoryPerWorkerMiB: z.number().nullable().optional(),
  eventLoopDelayMs: z.object({ p50: z.number(), p99: z.number(), max: z.number() }).nullable(),
});

export const findingSchema = z.object({
  check: z.string(),
  severity: z.enum(['info', 'warning', 'error']),
  /** Case ids it touches; empty: the whole run. */
  cases: z.array(z.string()),
  message: z.string(),
  advice: z.string(),
  /** Lines that belong to the message and are shown as they are: a stack. */
  details: z.array(z.string()).optional(),
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
  /**
   * `pool`: its speedup over serial is proved. `serial`: every pool's gain is proved to be below 5 %. `undecided`:
   * neither, and the setting is that of serial, which changes nothing. Absent in older reports.
   */
  verdict: z.enum(['pool', 'serial', 'undecided']).optional(),
  /** Of the recommended pool; of the best one where none is. */
  speedup: intervalSchema,
  /** Id of the case whose speedup that is; absent in older reports, where it is `caseId`. */
  speedupOf: z.string().optional(),
  verified: z.boolean().nullable(),
  /** What rounds measured after the choice say of it; null where there were none, or too few. */
  confirmed: z
    .object({
      rounds: z.int(),
      speedup: intervalSchema,
      verdict: z.enum(['confirmed', 'not confirmed', 'cannot tell yet']),
    })
    .nullable(),
  /** One sentence: is it worth it, and with what settings. Begins the report. */
  headline: z.string(),
  /** One sentence: why this one and not another. */
  why: z.string(),
  /** What to know before relying on it, in sentences; absent where nothing stands against it. */
  doubt: z.string().optional(),
});

export const comparisonSchema = z.object({
  scenario: z.string(),
  params: paramsSchema,
  /** Case ids. */
  case: z.string(),
  against: z.string(),
  /** Corrected for the number of comparisons of the run. */
  verdict: verdictSchema,
  /** Throughput of the case ÷ that of the other, uncorrected; null where the comparison failed. */
  ratio: intervalSchema.nullable(),
  /** Of `same` and `cannot tell yet`, as a fraction: a smaller difference would not have been seen. */
  leastDifference: z.number().optional(),
  /** About how many more rounds would tell. */
  moreRounds: z.int().optional(),
  reason: z.string().optional(),
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
    /** What a cgroup allows all processes together; absent where that is no less, and in older reports. */
    memoryLimitGiB: z.number().optional(),
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
      /** Empty where the scenario could not be loaded. */
      hash: z.string(),
      /** 0 where the scenario could not be loaded. */
      tasks: z.int(),
      openEnded: z.boolean(),
      /** How tasks and results travel to and from threads; absent where the record is older than that. */
      payload: z.enum(['copy', 'transfer', 'share']).optional(),
      /** Serial time of a pass's tasks, ms: shortest, median, longest, total. */
      taskMs: z
        .object({ min: z.number(), median: z.number(), max: z.number(), total: z.number() })
        .nullable(),
    }),
  ),
  cases: z.array(reportCaseSchema),
  /** What each curve over workers promises beyond what was measured. */
  fits: z.array(fitSchema),
  /** How many tasks to send at once, by setting. */
  chunkAdvice: z.array(chunkAdviceSchema),
  /** At how many workers sending and receiving becomes the limit, by work and engine. */
  dispatchers: z.array(dispatcherSchema),
  recommendations: z.array(recommendationSchema),
  /** Each asked case with the recommended one of its scenario, and that one with serial. */
  comparisons: z.array(comparisonSchema),
  findings: z.array(findingSchema),
  /** Why the measuring ended. */
  stopped: z.object({
    reason: z.enum(['rounds', 'precise', 'time', 'interrupted', 'failed', 'unfinished']),
    rounds: z.int(),
    elapsedMs: z.number(),
    /** Share of that time in which passes were measured, 0 to 1; the rest is start-up, warm-up and waiting for quiet. */
    measuredShare: z.number().optional(),
    /** Time in which the run was held back while other programs computed, ms. */
    waitedMs: z.number().optional(),
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
