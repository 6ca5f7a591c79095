import { z } from 'zod';
import type { ChunkAdvice } from '../../../insight/chunks/index.js';
import { paramsSchema } from '../../../record/index.js';
import { intervalSchema } from '../../document/document.js';

/** One pass, ms, with its 95 % interval. */
const passSchema = z.object({ chunksize: z.int(), wallMs: z.number(), low: z.number(), high: z.number() });

/** How many tasks to send at once in one setting. */
export const chunkAdviceSchema = z.object({
  scenario: z.string(),
  params: paramsSchema,
  engine: z.string(),
  dispatch: z.string(),
  workers: z.int(),
  cores: z.number(),
  cpus: z.array(z.int()).nullable(),
  tasks: z.int(),
  advised: z.int(),
  /** Every chunksize that was tried from here to `high` may be as good as the best, within 1 %. */
  low: z.int(),
  high: z.int(),
  /** Computed from task times and costs; ascending. */
  expected: z.array(
    passSchema.extend({
      /** It may be within 1 % of the best. Such chunksizes need not stand side by side. */
      asGood: z.boolean(),
    }),
  ),
  /** What was measured of this setting. */
  measured: z.array(passSchema.extend({ case: z.string() })),
  /** Serial's measured pass ÷ the one expected at the advised chunksize; null where serial was not measured. */
  speedup: intervalSchema.nullable(),
  /** The advice where the same tasks come in another order; null where they are equal, or too coarsely known. */
  anyOrder: z
    .object({
      advised: z.int(),
      low: z.int(),
      high: z.int(),
      /** What `advised` above takes there ÷ what the best chunksize does. */
      ownAdviceRatio: z.number(),
    })
    .nullable(),
  /** What the sweep says of the advice; null where one chunksize alone was measured. */
  check: z
    .object({
      verdict: z.enum(['agrees', 'disagrees', 'cannot tell yet']),
      /** Case ids. */
      best: z.string(),
      within: z.string().nullable(),
      /** Throughput of the best ÷ that of the fastest of those that should be as good. */
      ratio: intervalSchema.nullable(),
    })
    .nullable(),
  /** Serial time of the shortest task for which a pool of this engine pays; null where none does for any. */
  smallestTaskMs: intervalSchema.nullable(),
  /** Serial time of the shortest job for which starting this pool pays; null where it may not for any. */
  smallestJobMs: intervalSchema.nullable(),
  /** What it was computed from. */
  basis: z.object({
    /** Task times: timed in the workers; serial's; or of runs of consecutive tasks. */
    times: z.enum(['workers', 'serial', 'runs']),
    timesCase: z.string(),
    costCases: z.array(z.string()),
    rounds: z.int(),
    /** Whether costs by the chunk and by the task could be told apart; else the interval spans both extremes. */
    separated: z.boolean(),
  }),
});

export type ReportChunkAdvice = z.infer<typeof chunkAdviceSchema>;

/** Advice as the report holds it. */
export function describeAdvice({ cpus, basis, ...advice }: ChunkAdvice): ReportChunkAdvice {
  return {
    ...advice,
    cpus: cpus === null ? null : [...cpus],
    basis: { ...basis, costCases: [...basis.costCases] },
  };
}
