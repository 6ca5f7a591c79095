import { SERIAL } from '../../measure/cases/index.js';
import type { Progress } from '../../measure/preparation/index.js';
import { type History, type Purpose, type Visit, visitKey } from '../../measure/runner/index.js';
import type { RecordHeader } from '../../record/index.js';
import { nameWorkers } from '../analysis/index.js';

/** Tells, before each visit, what share of the run is done; times come from the visits so far. */
export function createProgress(
  plan: RecordHeader['plan'],
  report: (progress: Progress) => void,
): (visit: Visit, round: number, history: History, purpose: Purpose) => void {
  let visits = 0;
  let ofRound = -1;
  return (visit, round, history, purpose) => {
    if (history.rounds !== ofRound) visits = 0;
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
      done: Math.min(1, done),
      leftMs,
    });
  };
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
