import { SERIAL } from '../../src/measure/cases/index.js';
import type { Report } from '../../src/report/index.js';
import type { Interval } from '../../src/stats/index.js';

export type Decision = 'pool' | 'serial' | 'undecided';

/** What a run told its user. */
export interface Answer {
  decision: Decision;
  /** Of the pool that the answer is about, the recommended one or the fastest; null where none has one. */
  speedup: Interval | null;
  /** Of that pool; null where none was measured. */
  chunksize: number | null;
  /** From the start of the study to the last measurement. */
  elapsedMs: number;
  rounds: number;
}

/** What of a report is looked at; `verdict` stands in newer ones. */
export interface ReportFacts {
  recommendations: readonly (Pick<Report['recommendations'][number], 'engine' | 'chunksize' | 'speedup'> & {
    verdict?: Decision;
  })[];
  cases: readonly Pick<Report['cases'][number], 'engine' | 'workers' | 'chunksize' | 'speedup'>[];
  stopped: Pick<Report['stopped'], 'elapsedMs' | 'rounds'>;
}

/** What a pool gains below this is not worth having: a report that does not say so itself has decided for serial. */
const WORTH_HAVING = 1.05;

export function answerOf({ recommendations, cases, stopped }: ReportFacts): Answer {
  const [recommended] = recommendations;
  const pool = recommended && recommended.engine !== SERIAL ? recommended : fastestPool(cases);
  const speedup = pool?.speedup ?? null;
  return {
    decision: recommended?.verdict ?? derived(recommended?.engine, speedup),
    speedup,
    chunksize: pool?.chunksize ?? null,
    elapsedMs: stopped.elapsedMs,
    rounds: stopped.rounds,
  };
}

/** What reports without a verdict say. */
function derived(engine: string | undefined, bestPool: Interval | null): Decision {
  if (engine !== undefined && engine !== SERIAL) return 'pool';
  return engine === undefined || bestPool === null || bestPool.high > WORTH_HAVING ? 'undecided' : 'serial';
}

function fastestPool(cases: ReportFacts['cases']): ReportFacts['cases'][number] | undefined {
  const pools = cases.filter(
    ({ engine, workers, speedup }) => engine !== SERIAL && workers > 1 && speedup !== null,
  );
  return pools.toSorted((a, b) => b.speedup!.value - a.speedup!.value)[0];
}
