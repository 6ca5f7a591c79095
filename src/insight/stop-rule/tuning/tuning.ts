import { type Case, workKey } from '../../../measure/cases/index.js';
import { fitIntoTime, type VisitCosts, visitCostMs } from '../../../measure/preparation/index.js';
import type { DecidedCase, Decision, History, Visit, VisitNext } from '../../../measure/runner/index.js';
import type { RecordLine } from '../../../record/index.js';
import { counted, formatPercent, sum } from '../../../stats/index.js';
import { groupBy } from '../../analysis/index.js';
import {
  type Contest,
  finished,
  PLANNED_SHARE,
  type StopRuleOptions,
  stop,
  timeWasShort,
} from '../contest.js';
import { FINAL_VISITS } from './halving.js';
import { isContender, Search } from './search.js';

export interface TuningOptions extends StopRuleOptions {
  tune: NonNullable<StopRuleOptions['tune']>;
}

/** Rounds of the whole field that a race costs where noise does not keep many in it: 1 + ½ + ¼ + … */
const HALVING = 2;
type Samples = ReturnType<TuningOptions['tune']>['samples'];

/** Rounds of finalists within those that a leader needs. */
const ROUNDS_BEFORE = 2;

/**
 * The best setting of each scenario, by a race: every setting once, then after each round those that could still be the
 * best, until three go on to the end. What was left behind is not measured again.
 */
export class Tuning implements Contest {
  observationMs: number;
  private readonly searches: readonly Search[];
  private readonly size: number;

  constructor(private readonly options: TuningOptions) {
    const { cases, precision, minRounds, earlier } = options;
    this.observationMs = options.observationMs;
    const all = cases.filter(isContender);
    this.size = all.length;
    this.searches = [...groupBy(cases, workKey).values()].map(
      (own) => new Search(own, own.filter(isContender), { precision, minRounds }),
    );
    this.withdraw(new Set(earlier?.lines.flatMap(leftBehind) ?? []));
  }

  next(history: History, costs: VisitCosts, roundsMs: number): Decision {
    const { rounds, precision, tune } = this.options;
    const { rounds: done, lines } = history;
    this.withdraw(new Set(lines.flatMap(gone)));
    if (this.open.length === 0 && !this.isKnown)
      return stop('failed', 'No parallel case is left to measure.');
    if (rounds !== null && done >= rounds) return stop('rounds', `${this.finished(done)}, as asked.`);
    const decided = done === 0 ? [] : this.judge(tune(lines).samples, done, roundsMs);
    if (rounds === null && this.open.length === 0) {
      const known = `known to ±${formatPercent(precision)} after ${this.finished(done)}.`;
      const what =
        this.searches.length === 1
          ? `The best of ${counted(this.size, 'setting')} is`
          : `The best settings of ${this.searches.length} scenarios are`;
      return { ...stop('precise', `${what} ${known}`), decided };
    }
    return { ...this.plan(history, costs, roundsMs), decided };
  }

  private judge(samples: Samples, done: number, roundsMs: number): DecidedCase[] {
    const share = this.affordableShare(samples, done, roundsMs);
    return this.open.flatMap((search) => {
      const decided = search.judge(samples, done, share * search.spending(samples, done).left);
      // Exactly so many rounds were asked for.
      if (this.options.rounds === null || !search.isOver) return decided;
      search.isOver = false;
      return [];
    });
  }

  /** Of the observations that searches may still take, the share that there is time for. */
  private affordableShare(samples: Samples, done: number, roundsMs: number): number {
    const { maxTimeMs } = this.options;
    if (maxTimeMs === null || roundsMs === 0) return 1;
    const spent = sum(this.searches.map((search) => search.spending(samples, done).spent));
    const left = sum(this.open.map((search) => search.spending(samples, done).left));
    const fits = ((PLANNED_SHARE * maxTimeMs - roundsMs) / roundsMs) * spent;
    return left <= fits ? 1 : Math.max(0, fits / left);
  }

  private get open(): Search[] {
    return this.searches.filter(({ contenders, isOver }) => contenders.length > 0 && !isOver);
  }

  private get isKnown(): boolean {
    return this.searches.some(({ isOver }) => isOver);
  }

  private withdraw(ids: ReadonlySet<string>): void {
    for (const search of this.searches) search.withdraw(ids);
  }

  private plan(history: History, costs: VisitCosts, roundsMs: number): Decision {
    const { maxTimeMs } = this.options;
    const dropped = maxTimeMs === null ? [] : this.fit(history.rounds, maxTimeMs, costs, roundsMs);
    const visits = this.open.flatMap((search) => search.visits());
    const costMs = visits.reduce((ms, visit) => ms + visitCostMs(visit, this.observationMs, costs), 0);
    if (maxTimeMs !== null && this.isOverdue(history, costMs, roundsMs, maxTimeMs))
      return stop('time', `Out of time after ${this.finished(history.rounds)}.`);
    return { visits, observationMs: this.observationMs, dropped };
  }

  /** Chooses how long observations last, and before the first round what is left out since it would take far too long. */
  private fit(
    done: number,
    maxTimeMs: number,
    costs: VisitCosts,
    roundsMs: number,
  ): VisitNext['dropped'] & {} {
    const { rounds, minRounds, observationMs, hostCores } = this.options;
    const cases = casesIn(this.open.flatMap((search) => search.visits()));
    const finals = Math.max(1, (rounds ?? minRounds) - Math.max(done, ROUNDS_BEFORE)) * FINAL_VISITS;
    const isHalving = this.open.some((search) => search.isHalving);
    const wanted = (isHalving ? HALVING : 0) + (finals * this.open.length) / Math.max(1, cases.length);
    const within = { leftMs: PLANNED_SHARE * maxTimeMs - roundsMs, observationMs, hostCores, costs };
    this.observationMs = fitIntoTime(cases, { ...within, rounds: wanted }).observationMs;
    if (done > 0) return [];
    // Costs are guesses yet.
    const { dropped } = fitIntoTime(cases, { ...within, rounds: wanted / 2 });
    this.withdraw(new Set(dropped.map(({ id }) => id)));
    return dropped.map(({ id }) => ({ case: id, reason: timeWasShort(maxTimeMs) }));
  }

  /** Time is kept for the confirmation once there are as many rounds as a speedup takes. */
  private isOverdue(
    { rounds: done, elapsedMs }: History,
    costMs: number,
    roundsMs: number,
    maxTimeMs: number,
  ): boolean {
    const { rounds, minRounds } = this.options;
    if (done === 0) return false;
    if (elapsedMs + costMs > maxTimeMs) return true;
    return rounds === null && done >= minRounds && roundsMs + costMs > PLANNED_SHARE * maxTimeMs;
  }

  private finished(done: number): string {
    return finished(done, this.options.earlier?.unfinished);
  }
}

function leftBehind(line: RecordLine): string[] {
  return line.kind === 'settled' && line.reason === 'behind' ? [line.case] : [];
}

/** What cannot be measured, or is wrong. */
function gone(line: RecordLine): string[] {
  const isWrong = line.kind === 'verification' && line.verified === false;
  return line.kind === 'failed' || line.kind === 'skipped' || isWrong ? [line.case] : [];
}

function casesIn(visits: readonly Visit[]): Case[] {
  return visits.flatMap((visit) => (visit.kind === 'case' ? [visit.case] : []));
}
