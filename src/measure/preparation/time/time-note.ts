import { formatMs } from '../../../stats/index.js';
import type { Case } from '../../cases/index.js';
import type { Prepared } from '../prepare.js';
import { type SerialPasses, serialPassMs } from '../serial/serial-passes.js';
import { roundCostMs, SHORTEST_OBSERVATION_MS } from './budget.js';
import { wholeTimeMs } from './share.js';

/** Rounds of all settings that halving them after each round comes to, with what is left at the end. */
const TUNED_ROUNDS = 3;

export interface TimeNoteInput {
  cases: readonly Case[];
  prepared: readonly Prepared[];
  serialPasses: SerialPasses;
  observationMs: number;
  minRounds: number;
  rounds: number | null;
  maxTimeMs: number | null;
  /** Whether the field is halved after each round. */
  tuned?: boolean | undefined;
}

/**
 * What a run says before it measures where its time is short: what a round costs, what ten cost, and what fits instead.
 * Undefined where all fits.
 */
export function timeNote(input: TimeNoteInput): string | undefined {
  const { prepared, serialPasses, observationMs, minRounds, maxTimeMs, tuned } = input;
  // What serial could not do is not measured.
  const cases = input.cases.filter(
    ({ scenario, params }) => !('failure' in serialPasses.of(scenario, params)),
  );
  if (maxTimeMs === null || cases.length === 0) return undefined;
  const rounds = input.rounds ?? minRounds;
  const passMs = (of: Pick<Case, 'scenario' | 'params'>) => serialPassMs(serialPasses, of);
  const parts = prepared
    .filter(({ allTasks }) => allTasks !== undefined)
    .map(
      ({ name, tasks, allTasks, params }) =>
        `${name}: a pass of all ${allTasks} tasks takes about ${formatMs((passMs({ scenario: name, params }) * allTasks!) / tasks)} in serial, so each pass runs ${tasks} of them, spread evenly. Whole passes need --max-time ${duration(Math.max(wholeTimeMs(cases, serialPasses, { observationMs, rounds: input.rounds, tuned }), 1.2 * maxTimeMs))}.`,
    );
  // Observations are cut down before anything else is.
  const shortestMs = Math.min(observationMs, SHORTEST_OBSERVATION_MS);
  const roundMs = roundCostMs(cases, shortestMs, { serialPassMs: passMs, measured: new Map() });
  if (tuned && roundMs * TUNED_ROUNDS > maxTimeMs) {
    parts.push(
      `One round of all ${cases.length} settings takes about ${formatMs(roundMs)}; tuning over them takes about ${duration(roundMs * TUNED_ROUNDS)}: --max-time ${duration(roundMs * TUNED_ROUNDS * 1.2)}.`,
    );
  } else if (!tuned && roundMs * rounds > maxTimeMs) {
    const settings = cases.length === 1 ? 'it' : `all ${cases.length} settings`;
    const instead = input.rounds === null ? ' What leads after three rounds gets the rest of the time.' : '';
    parts.push(
      `One round of ${settings} takes about ${formatMs(roundMs)}; ${rounds} take about ${duration(roundMs * rounds)}: --max-time ${duration(roundMs * rounds * 1.2)}.${instead}`,
    );
  }
  return parts.length === 0 ? undefined : parts.join('\n');
}

/** Rounded up to what one would write: `90s`, `6m`. */
function duration(ms: number): string {
  const seconds = Math.ceil(ms / 10_000) * 10;
  return seconds < 120 ? `${seconds}s` : `${Math.ceil(seconds / 60)}m`;
}
