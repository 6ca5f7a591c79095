import { z } from 'zod';
import { describedFitSchema } from '../fits/schema.js';

export const FIT_SCHEMA = 'corewise/fit/1';

/** A curve of the file with its law. */
const curveSchema = z.object({
  /** What the file calls it. */
  name: z.string(),
  /** How throughput was made from what the file says. */
  basis: z.string(),
  /** Of the law; null where none is named. */
  formula: z.string().nullable(),
  ...describedFitSchema.shape,
});

/** fit.json: the curves of a file of measurements, in its order, each with its law and what it predicts. */
export const fitDocumentSchema = z.object({
  schema: z.literal(FIT_SCHEMA),
  file: z.string(),
  /** Of the file: `csv`, `hyperfine`. */
  format: z.string(),
  /** What was asked, to do it again. */
  command: z.string(),
  versions: z.record(z.string(), z.string()),
  curves: z.array(curveSchema),
});

export type FitDocument = z.infer<typeof fitDocumentSchema>;
export type FittedCurve = FitDocument['curves'][number];
