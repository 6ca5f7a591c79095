import { z } from 'zod';
import type { Insight } from '../../../insight/index.js';
import { scenarioKey } from '../../../measure/cases/index.js';
import { paramsSchema, type RunRecord } from '../../../record/index.js';
import { evenly } from '../../../stats/index.js';
import { keptRowsOf, subjectOf } from './timelines.js';

/** So many of a round show how they spread and drift; a record keeps up to ten times as many. */
const MOST_SAMPLES = 200;
/** So many rounds show how they drift. */
const MOST_ROUNDS = 100;

/** How long tasks took in their workers, for those rounds that the record keeps chunk by chunk. */
export const taskTimesSchema = z.object({
  scenario: z.string(),
  params: paramsSchema,
  /** Case id. */
  case: z.string(),
  ofRounds: z
    .int()
    .optional()
    .describe('how many rounds there were, where those in rounds stand evenly among more'),
  rounds: z.array(
    z.object({
      round: z.int(),
      /** ms per task, chunk by chunk in the order in which they ended: of a chunk of several tasks their mean. */
      taskMs: z.array(z.number()),
      /** How many chunks there were; of more than are in `taskMs`, those stand evenly among them. */
      chunks: z.int(),
    }),
  ),
});

export type TaskTimes = z.infer<typeof taskTimesSchema>;

/** Of each scenario those of the pool that its answer is about; none where the record keeps no chunks of it. */
export function taskTimesOf(record: RunRecord, told: Insight): TaskTimes[] {
  return record.header.scenarios.flatMap((scenario) => {
    const of = subjectOf(scenarioKey(scenario), told);
    const kept = of === undefined ? [] : keptRowsOf(of, record);
    if (of === undefined || kept.length === 0) return [];
    const rounds = evenly(kept, MOST_ROUNDS).map(({ round, chunks }) => {
      const all = chunks.map(([, , tasks, , , started, finished]) => (finished - started) / tasks);
      return { round, taskMs: [...evenly(all, MOST_SAMPLES)], chunks: all.length };
    });
    const left = kept.length > rounds.length && { ofRounds: kept.length };
    return [{ scenario: of.scenario, params: of.params, case: of.id, ...left, rounds }];
  });
}
