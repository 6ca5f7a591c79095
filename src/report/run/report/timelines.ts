import { z } from 'zod';
import { disturbedIn, groupBy } from '../../../insight/analysis/index.js';
import type { Insight } from '../../../insight/index.js';
import { type Case, isPool, scenarioKey, workKey } from '../../../measure/cases/index.js';
import { type Observation, paramsSchema, type RunRecord } from '../../../record/index.js';

/**
 * [worker, first task, tasks, received, started, finished, waited]: ms from the pass's start; how long the worker was
 * runnable but not running meanwhile is missing where the record does not tell.
 */
const chunkSchema = z.tuple([
  z.int(),
  z.int(),
  z.int(),
  z.number(),
  z.number(),
  z.number(),
  z.number().optional(),
]);

/** One pass of a case, chunk by chunk. */
export const timelineSchema = z.object({
  scenario: z.string(),
  params: paramsSchema,
  /** Case id. */
  case: z.string(),
  workers: z.int(),
  round: z.int(),
  /** Within its observation, from 1. */
  pass: z.int(),
  wallMs: z.number(),
  /** Only the first chunks: of very many the record keeps no more. */
  cut: z.literal(true).optional(),
  /** In the order in which they ended. */
  chunks: z.array(chunkSchema),
});

export type Timeline = z.infer<typeof timelineSchema>;
export type TimelineChunk = z.infer<typeof chunkSchema>;

/**
 * Of each scenario the median pass of the pool that its answer is about, of those that the record keeps chunk by chunk:
 * undisturbed ones, where there are any.
 */
export function timelinesOf(record: RunRecord, told: Insight): Timeline[] {
  return record.header.scenarios.flatMap((scenario) => {
    const of = subjectOf(scenarioKey(scenario), told);
    return of === undefined ? [] : (timelineOf(of, record) ?? []);
  });
}

/** The pool that the answer is about; without an answer, the one with the highest speedup. */
export function subjectOf(key: string, { answers, cases }: Insight): Case | undefined {
  const answer = answers.find((one) => workKey(one) === key);
  const own = cases.filter((result) => workKey(result.case) === key && isDrawn(result.case));
  const id = answer && (answer.speedupOf ?? answer.caseId);
  const asked = own.find((result) => result.case.id === id);
  if (asked || own.length === 0) return asked?.case;
  const gain = ({ speedup }: (typeof own)[number]) => speedup?.value ?? 0;
  return own.reduce((a, b) => (gain(b) > gain(a) ? b : a)).case;
}

/** Of a program that runs its own workers nobody sees what they do one by one. */
const isDrawn = ({ engine, command }: Case): boolean => isPool(engine) && command !== 'self-parallel';

function timelineOf(of: Case, record: RunRecord): Timeline | undefined {
  const disturbed = disturbedIn(record);
  const kept = keptRowsOf(of, record);
  const quiet = kept.filter((line) => !disturbed(line));
  const passes = (quiet.length > 0 ? quiet : kept).flatMap(passesOf);
  const whole = passes.filter(({ cut }) => cut === undefined);
  const ranked = (whole.length > 0 ? whole : passes).sort((a, b) => a.wallMs - b.wallMs);
  const median = ranked[Math.floor((ranked.length - 1) / 2)];
  const { scenario, params, workers } = of;
  return median && { scenario, params, case: of.id, workers, ...median };
}

type Kept = Observation & { chunks: NonNullable<Observation['chunks']> };

/** The observations of a case that are kept chunk by chunk. */
export function keptRowsOf({ id }: Pick<Case, 'id'>, record: RunRecord): Kept[] {
  return record.lines.filter(
    (line): line is Kept => line.kind === 'observation' && line.case === id && (line.chunks ?? []).length > 0,
  );
}

type Pass = Omit<Timeline, 'scenario' | 'params' | 'case' | 'workers'>;

/** The passes of an observation whose chunks were kept; the last of them may lack some. */
function passesOf({ chunks = [], passes, wallMs, round, counts }: Observation): Pass[] {
  return [...groupBy(chunks, ([, , , pass]) => String(pass)).values()].map((rows) => {
    const pass = rows[0]![3];
    const own = rows.map(
      ([worker, first, some, , ...times]): TimelineChunk => [worker, first, some, ...times],
    );
    const tasks = own.reduce((sum, [, , some]) => sum + some, 0);
    const last = own.reduce((latest, [, , , , , finished]) => Math.max(latest, finished), 0);
    return {
      round,
      pass: pass + 1,
      // Of very many passes the record holds sums.
      wallMs: wallMs.length === passes ? wallMs[pass]! : last,
      ...(tasks < counts.submitted / passes && { cut: true as const }),
      chunks: own,
    };
  });
}
