import type { RecordHeader } from '../record/index.js';
import { type History, type Visit, visitKey } from '../runner/index.js';
import type { Progress } from './options.js';

/** Tells, before each visit, what share of the run is done; times come from the visits so far. */
export function createProgress(
  plan: RecordHeader['plan'],
  report: (progress: Progress) => void,
): (visit: Visit, round: number, history: History) => void {
  let visits = 0;
  let ofRound = -1;
  return (visit, round, history) => {
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
    report({ phase: 'measure', case: visitKey(visit), round, done: Math.min(1, done), leftMs });
  };
}

/** Visits of the running round over those of a whole one, which the first round has yet to show. */
function shareOfRound(visits: number, { rounds, visitMs }: History): number {
  return rounds === 0 ? 0 : Math.min(1, (visits - 1) / Math.max(1, visitMs.size));
}
