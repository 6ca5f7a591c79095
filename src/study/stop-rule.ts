import type { Analysis, CaseResult } from '../analysis/index.js';
import type { Case } from '../cases/index.js';
import type { RecordLine } from '../record/index.js';
import type { Decision, History, StopRule } from '../runner/index.js';
import { counted, formatPercent } from '../stats/index.js';
import { fitIntoTime, roundCostMs, type VisitCosts, visitsFor } from './budget.js';

/** Of the time allowed, what the planned rounds may take; the rest is for verification and repeats. */
const PLANNED_SHARE = 0.8;
/** Until then the measured cost of visits is held against the plan again. */
const LAST_PLANNING_ROUND = 3;

export interface StopRuleOptions {
  cases: readonly Case[];
  /** Fixed; null: until precise. */
  rounds: number | null;
  minRounds: number;
  precision: number;
  maxTimeMs: number | null;
  observationMs: number;
  hostCores: number;
  serialPassMs: VisitCosts['serialPassMs'];
  analyse(lines: readonly RecordLine[]): Analysis;
}

/** Rounds as asked for; else until every case is precise, or the time is over. */
export function createStopRule(options: StopRuleOptions): StopRule {
  let inRace: Case[] = [...options.cases];
  return (history) => {
    const failed = outOfRace(history.lines);
    inRace = inRace.filter((of) => !failed.has(of.id));
    const { rounds: done } = history;
    if (inRace.every((of) => of.engine === 'serial') && options.cases.some((of) => of.engine !== 'serial')) {
      return stop('failed', 'No parallel case is left to measure.');
    }
    if (options.rounds !== null && done >= options.rounds)
      return stop('rounds', `${counted(done, 'round')}, as asked for.`);
    if (
      options.rounds === null &&
      done >= options.minRounds &&
      allPrecise(options.analyse(history.lines), options.precision)
    ) {
      return stop(
        'precise',
        `Every speedup is known to ±${formatPercent(options.precision)} after ${done} rounds.`,
      );
    }
    return planRound(history);
  };

  function planRound(history: History): Decision {
    const { maxTimeMs, minRounds } = options;
    if (maxTimeMs === null) return { visits: visitsFor(inRace), observationMs: options.observationMs };
    const costs: VisitCosts = { serialPassMs: options.serialPassMs, measured: measuredCosts(history) };
    const { rounds: done, elapsedMs } = history;
    const left = Math.max(1, (options.rounds ?? minRounds) - done);
    const fitFor = (rounds: number) =>
      fitIntoTime(inRace, {
        rounds,
        leftMs: PLANNED_SHARE * maxTimeMs - elapsedMs,
        observationMs: options.observationMs,
        hostCores: options.hostCores,
        costs,
      });
    const { observationMs } = fitFor(left);
    // Before the first round costs are guesses: only what is far too much goes then.
    const fit = fitFor(done === 0 ? Math.ceil(left / 2) : left);
    const planning = done < LAST_PLANNING_ROUND;
    const cases = planning ? fit.cases : inRace;
    if (done > 0 && elapsedMs + roundCostMs(cases, observationMs, costs) > maxTimeMs) {
      return stop('time', `Out of time after ${counted(done, 'round')}.`);
    }
    inRace = cases;
    const dropped = planning
      ? fit.dropped.map((of) => ({ case: of.id, reason: timeWasShort(maxTimeMs) }))
      : [];
    return { visits: visitsFor(cases), observationMs, dropped };
  }
}

function timeWasShort(maxTimeMs: number): string {
  return `Time was short (--max-time ${Math.round(maxTimeMs / 1000)}s).`;
}

function stop(reason: 'rounds' | 'precise' | 'time' | 'failed', message: string): Decision {
  return { stop: { reason, message } };
}

function outOfRace(lines: readonly RecordLine[]): Set<string> {
  const ended = lines.filter((line) => line.kind === 'failed' || line.kind === 'skipped');
  return new Set(ended.map((line) => line.case));
}

function allPrecise(analysis: Analysis, precision: number): boolean {
  const racing = analysis.cases.filter(
    (result) => result.status === 'ok' && result.case.engine !== 'serial' && result.case.role === 'asked',
  );
  return racing.every((result) => halfWidth(result) <= precision);
}

/** Half the width of the speedup's interval, as a fraction of the speedup. */
function halfWidth({ speedup }: CaseResult): number {
  return speedup ? (speedup.high - speedup.low) / 2 / speedup.value : Number.POSITIVE_INFINITY;
}

function measuredCosts({ lines, visitMs }: History): VisitCosts['measured'] {
  const costs = new Map<string, { visitMs: number; passesMs: number; passMs: number }>();
  for (const line of lines) {
    if (line.kind !== 'observation') continue;
    const passesMs = line.wallMs.reduce((sum, ms) => sum + ms, 0);
    const passMs = passesMs / line.passes;
    const ms = visitMs.get(line.case);
    // The first visit had one pass more, for the verification.
    if (ms !== undefined)
      costs.set(line.case, { visitMs: line.round === 1 ? ms - passMs : ms, passesMs, passMs });
  }
  return costs;
}
