import { type Case, isPool, isSameWork, SERIAL } from '../../measure/cases/index.js';
import type { Progress } from '../../measure/preparation/index.js';
import { type History, type Purpose, type Visit, visitKey } from '../../measure/runner/index.js';
import type { RecordHeader, RecordLine } from '../../record/index.js';
import type { Interval } from '../../stats/index.js';
import { type CaseResult, nameWorkers, rankOf } from '../analysis/index.js';
import { relativeHalfWidth, type Standings } from './race.js';

/** Fewer rounds have no interval. */
const LEAST_ROUNDS = 2;

/**
 * Tells, before each visit, what share of the run is done and how well its answer is known; times come from the visits
 * so far. `analyse` is asked once a round.
 */
export function createProgress(
  plan: RecordHeader['plan'],
  report: (progress: Progress) => void,
  analyse: (lines: readonly RecordLine[]) => Pick<Standings, 'cases'>,
): (visit: Visit, round: number, history: History, purpose: Purpose) => void {
  let visits = 0;
  let ofRound = -1;
  let cases: Standings['cases'] = [];
  return (visit, round, history, purpose) => {
    if (history.rounds !== ofRound) {
      visits = 0;
      cases = history.rounds >= LEAST_ROUNDS ? analyse(history.lines).cases : [];
    }
    ofRound = history.rounds;
    visits++;
    const roundsDone = history.rounds + shareOfRound(visits, history);
    const wanted = Math.max(plan.rounds ?? plan.minRounds, roundsDone);
    const perRound = roundsDone > 0 ? history.elapsedMs / roundsDone : null;
    const byRounds = perRound === null ? null : (wanted - roundsDone) * perRound;
    const byTime = plan.maxTimeMs === null ? null : plan.maxTimeMs - history.elapsedMs;
    const leftMs = byRounds === null ? byTime : Math.max(0, Math.min(byRounds, byTime ?? byRounds));
    const done = leftMs === null ? 0 : history.elapsedMs / Math.max(1, history.elapsedMs + leftMs);
    const about = perRound === null ? undefined : Math.round(roundsDone + leftMs! / perRound);
    report({
      phase: 'measure',
      case: visitKey(visit),
      setting: settingOf(visit),
      round,
      ...(purpose === 'confirmation' ? { isConfirmation: true } : roundsOf(plan.rounds, round, about)),
      ...bestSoFar(visit, cases),
      done: Math.min(1, done),
      leftMs,
    });
  };
}

const isContender = (one: Case, work: Parameters<typeof isSameWork>[1]): boolean =>
  isPool(one.engine) && !one.cold && isSameWork(one, work);

function bestSoFar(visit: Visit, cases: Standings['cases']): Pick<Progress, 'best'> {
  const work = visit.kind === 'ceiling' ? visit.ceiling : visit.case;
  const pools = cases.filter(
    (result): result is CaseResult & { speedup: Interval } =>
      result.status === 'ok' && result.speedup !== null && isContender(result.case, work),
  );
  const [first, ...others] = pools;
  if (first === undefined) return {};
  const best = others.reduce((a, b) => (rankOf(b) > rankOf(a) ? b : a), first);
  return { best: { speedup: best.speedup.value, halfWidth: relativeHalfWidth(best) } };
}

/** `about`: as far as the time left tells. */
function roundsOf(
  fixed: number | null,
  round: number,
  about: number | undefined,
): Pick<Progress, 'rounds' | 'isExact'> {
  if (fixed !== null) return { rounds: fixed, isExact: true };
  return about === undefined ? {} : { rounds: Math.max(round, about), isExact: false };
}

/** Engine, workers and chunksize first: where there is no room, the end is cut. */
function settingOf(visit: Visit): string {
  if (visit.kind === 'ceiling') return `ceiling of ${nameWorkers(visit.ceiling)}`;
  const of = visit.case;
  if (of.engine === SERIAL) return SERIAL;
  const chunksize = of.dispatch === 'apply' ? [] : [`chunksize ${of.chunksize}`];
  return [nameWorkers(of), ...chunksize, of.dispatch, ...(of.cold ? ['cold'] : [])].join(', ');
}

/** Visits of the running round over those of a whole one, which the first round has yet to show. */
function shareOfRound(visits: number, { rounds, visitMs }: History): number {
  return rounds === 0 ? 0 : Math.min(1, (visits - 1) / Math.max(1, visitMs.size));
}
