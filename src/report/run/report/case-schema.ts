import { z } from 'zod';
import { SERIAL } from '../../../measure/cases/index.js';
import { paramsSchema } from '../../../record/index.js';
import { intervalSchema } from '../../document/document.js';
import { predictedWallSchema } from './dispatchers.js';

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

export const verdictSchema = z.enum(['same', 'faster', 'slower', 'cannot tell yet', 'failed']);

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
  settled: z
    .object({ reason: z.enum(['lost', 'precise', 'behind']), round: z.int(), message: z.string() })
    .optional(),
  /** Its comparison with the recommended case; absent where none was made. */
  versusRecommended: z
    .object({
      verdict: z.union([z.literal('recommended'), verdictSchema]),
      ratio: intervalSchema.nullable(),
      /** Of `same` and `cannot tell yet`, as a fraction: a smaller difference would have gone unseen. */
      leastDifference: z.number().optional(),
      moreRounds: z.int().optional(),
    })
    .optional(),
  rounds: z.int(),
  disturbedRounds: z.int(),
  /** Which rounds the figures rest on: `undisturbed`, or `all` where too few were. */
  basis: z.enum(['undisturbed', 'all']),
  /**
   * One pass, ms; `samples`: the mean pass of each round the figures rest on, `rounds`: the numbers of those rounds,
   * absent in older reports.
   */
  wallMs: z
    .object({
      median: z.number(),
      low: z.number(),
      high: z.number(),
      samples: z.array(z.number()),
      rounds: z.array(z.int()).optional(),
    })
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
   * The missing speedup by cause, worker-ms per pass; the parts sum to workers × wall time − serial's. Negative: a
   * gain. Null for serial.
   */
  lossWorkerMs: lossSchema.nullable(),
  /** The 95 % intervals of the parts and of their sum, worker-ms per pass; absent where fewer than two rounds tell. */
  lossIntervals: lossIntervalsSchema.optional(),
  /** What the causes are made of, worker-ms per pass; absent where the system does not tell. */
  lossParts: lossPartsSchema.nullable(),
  /** All workers together, the most in any observation; for threads without what the process held before them. */
  peakMemoryMiB: z.number().nullable(),
  /** The most that one worker held; null for promises, and where not known; absent in older reports. */
  memoryPerWorkerMiB: z.number().nullable().optional(),
  eventLoopDelayMs: z.object({ p50: z.number(), p99: z.number(), max: z.number() }).nullable(),
});

export type ReportCase = z.infer<typeof reportCaseSchema>;

export const isSerial = ({ engine }: Pick<ReportCase, 'engine'>): boolean => engine === SERIAL;
