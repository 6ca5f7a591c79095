import { endOf, type RunRecord, withOption } from '../../../record/index.js';
import { sum } from '../../../stats/index.js';
import { durationOption } from '../wording.js';

/** What a run has cost, for saying what more of it would. */
export interface RunSoFar {
  command: string;
  /** More rounds are to be asked for by number: that is how these were, or the run was precise before its time was up. */
  byRounds: boolean;
  rounds: number;
  /** Null where the record does not say: the run goes on, or was killed. */
  elapsedMs: number | null;
  /** The best setting was looked for: those left behind were measured in few rounds. */
  isTuned?: boolean;
}

export function runSoFar({ header: { plan }, lines }: RunRecord): RunSoFar {
  const stopped = endOf(lines);
  const { command } = plan;
  const byRounds = plan.rounds !== null || stopped?.reason === 'precise';
  const rounds = stopped?.rounds ?? 0;
  return {
    ...{ command, byRounds, rounds },
    elapsedMs: stopped && rounds > 0 ? stopped.elapsedMs : null,
    isTuned: plan.tuned === true,
  };
}

/** What it takes to have more rounds of the kind that counts. */
export interface MoreRounds {
  /** Null where the record does not say what a round costs. */
  ms: number | null;
  /** The command that has them; null where it was no command line, or the time is not known. */
  command: string | null;
}

/**
 * The price of `more` rounds that count where `used` of those so far did: what a round that counts has cost, with the
 * disturbed ones beside it. `atLeastMs`: a run that takes as long.
 */
export function priceOf(more: number, used: number, run: RunSoFar, atLeastMs = 0): MoreRounds {
  const { command, byRounds, rounds, elapsedMs } = run;
  if (byRounds) {
    const all = rounds + Math.ceil((more * rounds) / Math.max(1, used));
    const ms = elapsedMs === null ? null : (elapsedMs / rounds) * (all - rounds);
    return { ms, command: elapsedMs === null ? null : withOption(command, '--rounds', String(all)) };
  }
  if (elapsedMs === null) return { ms: null, command: null };
  const ms = (elapsedMs / Math.max(1, used)) * more;
  const maxTime = durationOption(Math.max(elapsedMs + ms, atLeastMs));
  return { ms, command: withOption(command, '--max-time', maxTime) };
}

/** Time of a run in which passes were measured, ms. */
export function measuredMs({ header, lines }: RunRecord): number {
  const tasksOf = (scenario: string) => header.scenarios.find(({ name }) => name === scenario)?.tasks ?? 0;
  return sum(
    lines.map((line) => {
      if ('wallMs' in line) return sum(line.wallMs);
      // Its sessions run side by side; the slowest is the last to end.
      if (line.kind === 'ceiling')
        return (1000 * line.passes * tasksOf(line.scenario)) / Math.min(...line.throughputs);
      return 0;
    }),
  );
}
