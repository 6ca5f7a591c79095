import { endOf, type RunRecord } from '../../record/index.js';
import { counted } from '../../stats/index.js';
import type { Analysis } from '../analysis/index.js';
import type { Finding } from './finding.js';

const SOME = 'The figures hold for the rounds that were done; run again for the rest.';
const RESUMED =
  'The figures hold for the rounds that were done; `npx corewise run --resume` with the folder of the run measures the rest.';
const NONE = 'No round finished, so there are no figures: run again.';
/** A run that failed cannot be resumed. */
const AFTER_FAILURE = 'Fix what failed, and run again; the figures hold for the rounds that were done.';
const NONE_BUT_FAILED = 'No round finished, so there are no figures: fix what failed, and run again.';

/** The run did not end by itself: stopped by the user, by a failure, or by the end of its process. */
export function interrupted({ header, lines, torn }: RunRecord, { disturbance }: Analysis): Finding[] {
  const stopped = endOf(lines);
  const done = stopped?.rounds ?? disturbance.rounds;
  const rounds = counted(done, 'round');
  const some = /^corewise (?:run|exec)\b/.test(header.plan.command) ? RESUMED : SOME;
  const finding = { check: 'interrupted', cases: [], advice: done === 0 ? NONE : some };
  if (stopped?.reason === 'interrupted') {
    return [{ ...finding, severity: 'warning', message: `The run was interrupted after ${rounds}.` }];
  }
  if (stopped?.reason === 'failed') {
    const advice = done === 0 ? NONE_BUT_FAILED : AFTER_FAILURE;
    const message = `The run failed after ${rounds}: ${stopped.message}`;
    return [{ ...finding, severity: 'error', message, advice }];
  }
  if (stopped) return [];
  const cut = torn ? ', and its last line was cut off' : '';
  const message = `The record ends without saying why, after ${rounds}${cut}: the run was killed or is still going on.`;
  return [{ ...finding, severity: 'warning', message }];
}
