import { z } from 'zod';

/** Parameters of a scenario, as run. */
export const paramsSchema = z.record(z.string(), z.union([z.number(), z.string(), z.boolean()]));
