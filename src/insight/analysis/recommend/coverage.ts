import { SERIAL } from '../../../measure/cases/index.js';
import { counted, MIN_ROUNDS_FOR_VERDICT, sum } from '../../../stats/index.js';
import { aboutTime, durationOption } from '../wording.js';

/** What it takes to know of a case whether it was measured. */
export interface Visited {
  engine: string;
  role: 'asked' | 'reference';
  status: 'ok' | 'failed' | 'skipped' | 'dropped';
  rounds: number;
}

/** How many of the settings that were asked for were measured; what cannot run here is in neither number. */
export interface Coverage {
  measured: number;
  asked: number;
  /** What ten rounds of everything would take, or tuning over everything, ms; null where nothing was measured that would tell. */
  allMs: number | null;
}

/** What was left out did not fit into the time that was used, however few visits it then went to. */
const NOT_ENOUGH = 1.25;

/** What tuning costs in rounds of all settings: 1 + ½ + ¼ + …, and the end. */
const TUNED_ROUNDS = 3;

/**
 * The settings of one scenario, serial apart; the time is that of the whole run, `elapsedMs` ÷ the visits so far for
 * each visit.
 */
export function coverageOf(
  ofWork: readonly Visited[],
  all: readonly Visited[],
  elapsedMs: number | null,
  isTuned = false,
): Coverage {
  const asked = ofWork.filter(
    ({ engine, role, status }) => engine !== SERIAL && role === 'asked' && canRun(status),
  );
  const visits = sum(all.map(({ rounds }) => rounds));
  const perRound = all.filter(({ status }) => canRun(status)).length;
  const known = elapsedMs !== null && visits > 0;
  const allMs = known
    ? Math.max(
        (elapsedMs / visits) * perRound * (isTuned ? TUNED_ROUNDS : MIN_ROUNDS_FOR_VERDICT),
        elapsedMs * NOT_ENOUGH,
      )
    : null;
  return { measured: asked.filter(({ status }) => status === 'ok').length, asked: asked.length, allMs };
}

function canRun(status: Visited['status']): boolean {
  return status === 'ok' || status === 'dropped';
}

export function isPartial({ measured, asked }: Coverage): boolean {
  return measured < asked;
}

/** `2 of 22 settings were measured`. */
export function coverageClause({ measured, asked }: Coverage): string {
  return `${measured} of ${asked} settings ${measured === 1 ? 'was' : 'were'} measured`;
}

/** `tuned over 44 settings`, `tuned over 20 of 44 settings`. */
export function tunedClause({ measured, asked }: Coverage): string {
  return measured < asked
    ? `tuned over ${measured} of ${asked} settings`
    : `tuned over ${counted(asked, 'setting')}`;
}

/** `; all would take about 12 min: --max-time 12m`; empty where nothing was measured that would tell. */
export function timeForAll({ allMs }: Coverage): string {
  return allMs === null
    ? ''
    : `; all would take about ${aboutTime(allMs)}: --max-time ${durationOption(allMs)}`;
}
