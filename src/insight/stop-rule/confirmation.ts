import { type Case, isReferenceOf, SERIAL } from '../../measure/cases/index.js';
import { type VisitCosts, visitCostMs } from '../../measure/preparation/index.js';
import type { History, Visit, VisitNext } from '../../measure/runner/index.js';
import { MIN_CONFIRMATION_ROUNDS } from '../analysis/index.js';
import type { Standings } from './race.js';

/** Fresh rounds that a recommendation is confirmed by, while time lasts. */
const CONFIRMATION_ROUNDS = 5;

/**
 * Fresh rounds of each recommended pool with serial and its one worker. The speedup that got it recommended was
 * the highest of many, which makes it more likely to have been lucky; these rounds were not chosen from.
 */
export class Confirmation {
  private visits: readonly Visit[] | undefined;
  /** Fresh rounds of a recommendation that was made before the run went on, and more was measured. */
  private before = 0;

  constructor(
    private readonly cases: readonly Case[],
    private readonly maxTimeMs: number,
    /** How many rounds there were when the run went on. */
    private readonly rounds = Number.POSITIVE_INFINITY,
  ) {}

  /** The next fresh round; undefined where there were enough, or time is over. */
  next(
    history: History,
    observationMs: number,
    costs: VisitCosts,
    analyse: () => Standings,
  ): VisitNext | undefined {
    const costOf = (visits: readonly Visit[]) =>
      visits.reduce((sum, visit) => sum + visitCostMs(visit, observationMs, costs), 0);
    const leftMs = this.maxTimeMs - history.elapsedMs;
    if (this.visits === undefined && history.rounds > this.rounds) this.before = history.confirmations;
    this.visits ??= this.affordable(
      analyse(),
      (visits) => costOf(visits) * MIN_CONFIRMATION_ROUNDS <= leftMs,
    );
    const failed = new Set(history.lines.flatMap((line) => (line.kind === 'failed' ? [line.case] : [])));
    const visits = this.visits.filter((visit) => visit.kind !== 'case' || !failed.has(visit.case.id));
    if (
      visits.length === 0 ||
      history.confirmations - this.before >= CONFIRMATION_ROUNDS ||
      costOf(visits) > leftMs
    ) {
      return undefined;
    }
    return { visits, observationMs, purpose: 'confirmation' };
  }

  /** Visits for as many recommendations as the fewest useful rounds fit for, in the order of the report. */
  private affordable({ recommendations }: Standings, fits: (visits: readonly Visit[]) => boolean): Visit[] {
    const pools = this.cases.filter(
      (one) => one.engine !== SERIAL && recommendations.some(({ caseId }) => caseId === one.id),
    );
    let visits: Visit[] = [];
    for (const pool of pools) {
      const more = visits.concat(this.blockOf(pool));
      if (fits(more)) visits = more;
    }
    return visits;
  }

  private blockOf(pool: Case): Visit[] {
    const block = this.cases.filter(
      (one) => one === pool || isSerialOf(one, pool) || isOneWorkerOf(one, pool),
    );
    return block.map((one): Visit => ({ kind: 'case', case: one }));
  }
}

function isSerialOf(one: Case, pool: Case): boolean {
  return one.engine === SERIAL && isReferenceOf(one, pool);
}

/** Not the one-worker case that only a ceiling is a multiple of. */
function isOneWorkerOf(one: Case, pool: Case): boolean {
  const { dispatch, chunksize } = pool;
  return isReferenceOf(one, pool) && one.dispatch === dispatch && one.chunksize === chunksize;
}
