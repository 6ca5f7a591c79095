import { z } from 'zod';
import { severities } from '../../insight/findings/index.js';
import { paramsSchema } from '../../record/index.js';

/** The name that stands in every comparison; programs refuse a newer one by it. */
export const COMPARE_SCHEMA = 'corewise/compare/1';

/** A value with its 95 % interval. */
const interval = z.object({ value: z.number(), low: z.number(), high: z.number() });

const settingSchema = z.object({
  engine: z.string(),
  dispatch: z.string(),
  workers: z.int(),
  chunksize: z.int(),
  /** CPUs it was confined to; null: all that the machine allows. */
  confinedTo: z.int().nullable(),
  /** CPUs' worth of time that a quota of its own granted it; absent where it had none. */
  quota: z.number().optional(),
  /** How the scenario takes its tasks, where it is a command. */
  command: z.enum(['self-parallel', 'chunks', 'copies', 'persistent']).optional(),
});

/** A setting as one group measured it; what several records say of it is one figure. */
const measuredSchema = z.object({
  setting: settingSchema,
  /** Records that it rests on: the undisturbed ones where there are three or more, else all. */
  records: z.int(),
  /** Tasks per second; turns per second for open-ended scenarios. Over what records differ by, too. */
  throughput: interval,
});

const entrySchema = measuredSchema.extend({
  group: z.string(),
  /** By throughput, from 1. */
  rank: z.int(),
  verified: z.boolean().nullable(),
  speedup: interval.nullable(),
  scaling: interval.nullable(),
  ceiling: interval.nullable(),
  /** The most that one worker held in any record, and that all held together, MiB; null where that is not known. */
  memoryPerWorkerMiB: z.number().nullable(),
  peakMemoryMiB: z.number().nullable(),
  /** min(CPUs it could use, quota). */
  cores: z.number(),
  /** Throughput ÷ cores. */
  throughputPerCore: interval,
  secondsPerMillion: interval,
  /** In the price's currency; null without a price. */
  costPerMillion: interval.nullable(),
  /** No other one with a price is both faster and cheaper; null without a price. */
  onFront: z.boolean().nullable(),
  /** Everything that was measured of this work, the fastest first. */
  settings: z.array(measuredSchema),
});

const comparisonSchema = z.object({
  of: z.string(),
  to: z.string(),
  /** The setting on both sides; null: each at its own best one. */
  setting: settingSchema.nullable(),
  /** Whether the answer rests on it; the others are of other settings. */
  isAnswer: z.boolean(),
  verdict: z.enum(['same', 'faster', 'slower', 'cannot tell yet']),
  /** Throughput of `of` ÷ that of `to`, uncorrected. */
  ratio: interval,
  /**
   * `pairs`: records made alternately, compared two by two; `means`: several records of each; `one record`: of a side
   * there is one, and what runs differ by is assumed.
   */
  design: z.enum(['pairs', 'means', 'one record']),
  /** That it rests on, by side. */
  records: z.object({ of: z.int(), to: z.int() }),
  /** Where it cannot be told: about how many more records of each would tell; absent where no number would. */
  moreRecords: z.int().optional(),
  /** With a margin: whether it is surely slower by more than that. */
  isRegression: z.boolean().optional(),
});

const workSchema = z.object({
  scenario: z.string(),
  params: paramsSchema,
  /** The scenario, with the parameters that tell it from others of that name. */
  title: z.string(),
  openEnded: z.boolean(),
  entries: z.array(entrySchema),
  comparisons: z.array(comparisonSchema),
  /** One sentence: which is faster, and by how much. */
  headline: z.string(),
  /** How sure that is, and what it costs. */
  why: z.string(),
});

const groupSchema = z.object({
  /** Unique. */
  name: z.string(),
  /** Names of records. */
  records: z.array(z.string()),
  /** Made on a virtual clock: no machine was measured. */
  virtual: z.boolean(),
  host: z.object({
    cpu: z.string(),
    physicalCores: z.int(),
    allowedCpus: z.int(),
    quotaCpus: z.number().nullable(),
    memoryGiB: z.number(),
    arch: z.string(),
  }),
  instanceType: z.string().nullable(),
  price: z
    .object({
      provider: z.string(),
      region: z.string(),
      name: z.string(),
      perHour: z.number(),
      currency: z.string(),
      /** The day for which it is known. */
      asOf: z.string(),
    })
    .nullable(),
});

const recordSchema = z.object({
  name: z.string(),
  group: z.string(),
  label: z.string(),
  startedAt: z.string(),
  command: z.string(),
  node: z.string(),
  corewise: z.string(),
  seed: z.int(),
  rounds: z.int(),
});

const doubtSchema = z.object({
  check: z.string(),
  severity: z.enum(severities),
  message: z.string(),
  advice: z.string(),
});

export const documentSchema = z.object({
  schema: z.literal(COMPARE_SCHEMA),
  /** `machines`: groups are machines; `versions`: they are `before` and `after`. */
  kind: z.enum(['machines', 'versions']),
  groups: z.array(groupSchema),
  records: z.array(recordSchema),
  works: z.array(workSchema),
  /** Reasons to doubt a figure, or to act on it. */
  findings: z.array(doubtSchema),
  /** What two runs of the same thing are assumed to differ by where a side has one record (95 %). */
  assumedBetweenRuns: z.number(),
  /** Present with a margin: what was asked, and whether anything is surely slower than that. */
  regression: z.object({ margin: z.number(), isFound: z.boolean() }).optional(),
  /** Whom to name for the prices. */
  attribution: z.array(z.string()),
  /** Of corewise, which made the comparison. */
  version: z.string(),
});

export type ComparisonDocument = z.infer<typeof documentSchema>;
export type ComparedWork = z.infer<typeof workSchema>;
export type ComparedGroup = z.infer<typeof groupSchema>;
export type Entry = z.infer<typeof entrySchema>;
export type SettingComparison = z.infer<typeof comparisonSchema>;
export type MeasuredSetting = z.infer<typeof measuredSchema>;
export type Setting = z.infer<typeof settingSchema>;
export type Doubt = z.infer<typeof doubtSchema>;
export type Price = NonNullable<ComparedGroup['price']>;
