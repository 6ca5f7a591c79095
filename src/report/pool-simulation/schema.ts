import { z } from 'zod';
import { paramsSchema } from '../params.js';

/** What the costs of a simulated pool were taken from. */
const basisSchema = z.object({
  /** How many cases, and over how many rounds. */
  cases: z.int(),
  rounds: z.int(),
  /** What could not be measured, and was assumed. */
  assumptions: z.array(z.string()),
});

/** One pass of a case as the pool simulator gives it, from all other cases: none of its own times are used. */
export const predictedWallSchema = z.object({ value: z.number(), basis: basisSchema });

/** The thread that sends and receives, which is one however many workers there are. */
export const dispatcherSchema = z.object({
  scenario: z.string(),
  params: paramsSchema,
  engine: z.string(),
  dispatch: z.string(),
  chunksize: z.int(),
  /** Its CPU time for sending a chunk and receiving the results. */
  perChunkMs: z.number(),
  /** With so many workers, a core for each, it is busy all the time. */
  saturatesAtWorkers: z.number(),
  basis: basisSchema,
});

export type ReportDispatcher = z.infer<typeof dispatcherSchema>;
export type PredictedWall = z.infer<typeof predictedWallSchema>;
