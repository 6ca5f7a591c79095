import { z } from 'zod';
import { severities } from '../../../insight/findings/index.js';
import { paramsSchema } from '../../../record/index.js';
import { intervalSchema } from '../../document/document.js';
import { fitSchema } from '../../laws/schema.js';
import { reportCaseSchema, verdictSchema } from './case-schema.js';
import { chunkAdviceSchema } from './chunk-advice.js';
import { dispatcherSchema } from './dispatchers.js';
import { taskTimesSchema } from './task-times.js';
import { timelineSchema } from './timelines.js';

export const REPORT_SCHEMA = 'corewise/report/1';

export const findingSchema = z.object({
  check: z.string(),
  severity: z.enum(severities),
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
  /** What rounds that were measured after it was recommended say of it; null where there were none, or too few. */
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
  /** Of `same` and `cannot tell yet`, as a fraction: a smaller difference would have gone unseen. */
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
  /** By engine: how the pool of another package was set, in the words of its options. */
  poolSettings: z.record(z.string(), z.string()).optional(),
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
  /** Of each scenario the median pass of its best pool, chunk by chunk; absent in older reports. */
  timelines: z.array(timelineSchema).optional(),
  /** Of each scenario how long the tasks of its best pool took; absent in older reports. */
  taskTimes: z.array(taskTimesSchema).optional(),
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
export type { ReportCase } from './case-schema.js';
export type Finding = z.infer<typeof findingSchema>;
export type Recommendation = z.infer<typeof recommendationSchema>;
export type Report = z.infer<typeof reportSchema>;
