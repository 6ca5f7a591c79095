import { z } from 'zod';
import { paramsSchema } from '../../record/index.js';

/** Throughput at a worker count, with its 95 % interval. */
const throughputSchema = z.object({
  workers: z.number(),
  throughput: z.number(),
  low: z.number(),
  high: z.number(),
});

const predictionSchema = throughputSchema.extend({
  /** Beyond the largest measured count. */
  extrapolated: z.boolean(),
  /** The range comes from other software and machines, not from these points. */
  assumed: z.literal(true).optional(),
});

const numbersSchema = z.record(z.string(), z.number());

/** A scaling law and what it says, of whatever was measured. */
export const describedFitSchema = z.object({
  /** What throughputs are given in: `tasks/s`. */
  unit: z.string(),
  /** Null where no law is named: fewer than three counts, or superlinear. */
  law: z.string().nullable(),
  /** What the points told: γ (`gamma`), the throughput of one worker, and the law's own. */
  parameters: numbersSchema,
  standardErrors: numbersSchema.optional(),
  /** What predictions use beside them: what priors hold, and what the machine says. */
  assumed: numbersSchema,
  /** Where the law is highest, only where its fall is significant. */
  peak: throughputSchema.optional(),
  /** The measured count with the highest throughput. */
  best: z
    .object({
      workers: z.number(),
      throughput: z.number(),
      /** More workers that did less, by more than the points scatter: `times` what the count at `from` did. */
      fall: z.object({ from: z.number(), workers: z.number(), times: z.number() }).optional(),
    })
    .optional(),
  /** Where the law misses the points, the farthest count: law ÷ measured − 1. Predictions follow the points there. */
  miss: z.object({ workers: z.number(), off: z.number() }).optional(),
  /** Every law tried; the score is about the relative error of a prediction of a point left out. */
  candidates: z.array(z.object({ law: z.string(), parameters: z.int(), score: z.number() })),
  machine: z.object({
    physicalCores: z.number().optional(),
    logicalCores: z.number().optional(),
    quotaCpus: z.number().optional(),
  }),
  /** What was fitted. */
  points: z.array(throughputSchema.partial({ low: true, high: true })),
  /** What so many isolated workers give together. */
  ceiling: z.array(throughputSchema),
  /** Every measured count and those asked for. */
  predictions: z.array(predictionSchema),
  /** The same at counts that make a curve. */
  band: z.array(predictionSchema),
  warnings: z.array(z.string()),
});

/** A fit of one curve of a run: one setting over workers. */
export const fitSchema = z.object({
  scenario: z.string(),
  engine: z.string(),
  /** What stays the same along the curve, and its cases. */
  over: z.object({
    params: paramsSchema,
    dispatch: z.string(),
    /** As asked for: what `auto` comes to changes with the workers. */
    chunksize: z.union([z.int(), z.literal('auto')]),
    cores: z.number(),
    /** CPUs' worth of time that a quota of its own granted; absent where there was none. */
    quota: z.number().optional(),
    caseIds: z.array(z.string()),
  }),
  ...describedFitSchema.shape,
});

export type DescribedFit = z.infer<typeof describedFitSchema>;
export type ReportFit = z.infer<typeof fitSchema>;
export type FitPrediction = z.infer<typeof predictionSchema>;
export type FitPoint = DescribedFit['points'][number];
