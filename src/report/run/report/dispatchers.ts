import { z } from 'zod';
import { type Analysis, type CaseResult, groupBy } from '../../../insight/analysis/index.js';
import type { Insight } from '../../../insight/index.js';
import { dispatcherPerChunk, dispatcherSaturatesAt, taskTimes } from '../../../insight/pool-model/index.js';
import { engineKey, isPool } from '../../../measure/cases/index.js';
import { paramsSchema } from '../../../record/index.js';
import { mean } from '../../../stats/index.js';

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

/** What the simulator says of each case, by its id. */
export function predictedWalls({ predictions }: Insight): ReadonlyMap<string, PredictedWall> {
  return new Map([...predictions].map(([id, { wallMs: value, basis }]) => [id, { value, basis }]));
}

/**
 * How much the dispatcher of each engine carries for each work, in the setting that was measured fastest; none where
 * dispatching cost nothing that was seen.
 */
export function dispatchersOf(told: Insight): ReportDispatcher[] {
  return fastestPools(told).flatMap(({ case: one }) => {
    const { scenario, params, engine, dispatch, chunksize, cores } = one;
    const costs = told.poolCosts(one, engine, { dispatch, cores });
    const tasks = taskTimes(one, told.measurements);
    if (!costs || !tasks) return [];
    const chunks = { taskMs: mean(tasks), chunksize, costs };
    const saturatesAtWorkers = dispatcherSaturatesAt(chunks);
    if (saturatesAtWorkers === Number.POSITIVE_INFINITY) return [];
    const { cases, rounds, assumptions = [] } = costs.basis;
    return {
      ...{ scenario, params, engine, dispatch, chunksize },
      perChunkMs: dispatcherPerChunk(chunks),
      saturatesAtWorkers,
      basis: { cases: cases.length, rounds, assumptions },
    };
  });
}

/** Of each work and engine. */
function fastestPools({ cases }: Analysis): CaseResult[] {
  const pools = cases.filter(
    ({ case: one, status, speedup }) => status === 'ok' && speedup && isPool(one.engine) && !one.cold,
  );
  const groups = groupBy(pools, ({ case: one }) => engineKey(one));
  return [...groups.values()].map((group) =>
    group.reduce((best, one) => (one.speedup!.value > best.speedup!.value ? one : best)),
  );
}
