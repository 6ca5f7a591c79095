import type { Case } from '../../measure/cases/index.js';
import {
  type Fit,
  fitIntoTime,
  measuredCosts,
  roundCostMs,
  type VisitCosts,
  visitsFor,
} from '../../measure/preparation/index.js';
import type {
  DecidedCase,
  Decision,
  Earlier,
  History,
  StopReason,
  StopRule,
  VisitNext,
} from '../../measure/runner/index.js';
import type { RecordHeader, RecordLine } from '../../record/index.js';
import { counted, formatPercent } from '../../stats/index.js';
import { Confirmation } from './confirmation.js';
import { Field } from './field.js';
import { SCREENING_ROUNDS } from './focus.js';
import { decidedAsPrecise, relativeHalfWidth, type Standings } from './race.js';
import { Repeats } from './repeats.js';

/** Of the time allowed, what the planned rounds may take; the rest is for repeats and confirmation. */
const PLANNED_SHARE = 0.8;
/** Of that, what the rounds in which every case is visited may take, where not all rounds can be such. */
const SCREENING_SHARE = 0.5;
/** Rounds after which the chunk model has an interval to advise by. */
const ADVISED_AFTER = 2;
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
  gate: RecordHeader['plan']['gate'];
  serialPassMs: VisitCosts['serialPassMs'];
  analyse(lines: readonly RecordLine[]): Standings;
  /** What was measured before the run was resumed. */
  earlier?: Pick<Earlier, 'lines' | 'rounds' | 'unfinished'>;
  /** Cases that what was measured so far advises to try. Absent: none are. */
  advise?(lines: readonly RecordLine[]): readonly Case[];
}

type Stop = Extract<Decision, { stop: unknown }>;

/**
 * Rounds as asked for; else until every case still in the race is precise, or the time is over: cases that have
 * clearly beaten leave it, and what is recommended is confirmed on fresh rounds in the time kept for that. After
 * every round its disturbed blocks are repeated while time lasts.
 */
export function createStopRule({ rounds, minRounds, ...options }: StopRuleOptions): StopRule {
  // Rounds that were not finished are numbered, and done once more.
  const more = options.earlier?.unfinished ?? 0;
  const rule = new RaceRule({
    ...options,
    rounds: rounds && rounds + more,
    minRounds: minRounds + more,
  });
  return (history) => rule.decide(history);
}

class RaceRule {
  private readonly field: Field;
  private readonly repeats: Repeats;
  private readonly confirmation: Confirmation | undefined;
  private observationMs: number;
  private ended: Stop | undefined;
  private wasPrecise = false;

  constructor(private readonly options: StopRuleOptions) {
    const { cases, rounds, maxTimeMs } = options;
    this.field = new Field(cases);
    if (options.earlier) this.field.restore(options.earlier);
    this.observationMs = options.observationMs;
    this.repeats = new Repeats(options);
    this.confirmation =
      rounds === null
        ? new Confirmation(cases, maxTimeMs ?? Number.POSITIVE_INFINITY, options.earlier?.rounds)
        : undefined;
  }

  decide(history: History): Decision {
    const costs = this.costsOf(history);
    if (!this.ended) {
      // What the last round before a run went on had is over: a repeat would lie far from it.
      const isNew = history.rounds > (this.options.earlier?.rounds ?? 0);
      const repeat = isNew ? this.repeats.next(history, this.observationMs, costs) : undefined;
      if (repeat) return repeat;
      const next = this.nextRound(history, costs);
      if (!('stop' in next)) return next;
      this.ended = next;
    }
    const { decided = [], stop } = this.ended;
    // Said once: with the first round of the confirmation, or with the end.
    this.ended = { stop };
    const confirmation = this.confirm(history, costs, stop.reason);
    return { ...(confirmation ?? { stop }), decided };
  }

  private confirm(history: History, costs: VisitCosts, reason: StopReason): VisitNext | undefined {
    if (reason === 'failed') return undefined;
    const analysis = () => this.options.analyse(history.lines);
    return this.confirmation?.next(history, this.observationMs, costs, analysis);
  }

  private costsOf(history: History): VisitCosts {
    return { serialPassMs: this.options.serialPassMs, measured: measuredCosts(history) };
  }

  private nextRound(history: History, costs: VisitCosts): Decision {
    const { field } = this;
    const { rounds, minRounds, maxTimeMs } = this.options;
    const { rounds: done, lines } = history;
    field.withdraw(lines);
    if (field.isEmpty) return stop('failed', 'No case is left to measure.');
    if (field.hasNoPool) return stop('failed', 'No parallel case is left to measure.');
    if (rounds !== null && done >= rounds) return stop('rounds', `${this.finished(done)}, as asked.`);
    if (rounds !== null) return this.planRound(history, costs, []);
    const added = done === ADVISED_AFTER ? field.add(() => this.options.advise?.(lines) ?? []) : [];
    // Where there is no limit of time every case can be measured equally well.
    if (done >= SCREENING_ROUNDS && maxTimeMs !== null) field.focus(() => this.options.analyse(lines));
    field.include(added);
    const next = done < minRounds - 1 ? this.planRound(history, costs, []) : this.raceOn(history, costs);
    return 'stop' in next || added.length === 0 ? next : { ...next, added: added.map(asAdvised) };
  }

  /**
   * Sorts out who is beaten and who is precise, and goes on with the others. It ends when all are precise in two
   * rounds in succession: an interval that happens to be narrow once ends no run.
   */
  private raceOn(history: History, costs: VisitCosts): Decision {
    const { precision, analyse } = this.options;
    const { rounds: done, lines } = history;
    const standings = analyse(lines);
    const decided = done < this.options.minRounds ? [] : this.field.decideBeaten(standings, done);
    const racing = this.field.racing(standings);
    const precise = racing.filter((result) => relativeHalfWidth(result) <= precision);
    const asPrecise = precise.map((result) => decidedAsPrecise(result, done));
    const { wasPrecise } = this;
    this.wasPrecise = precise.length === racing.length;
    const isOver = this.wasPrecise && wasPrecise && done >= this.options.minRounds;
    if (isOver && this.field.widen()) this.wasPrecise = false;
    else if (isOver) {
      const message = `Every speedup${this.field.hasBeaten ? ' still in the race' : ''} is known to ±${formatPercent(precision)} after ${this.finished(done)}.`;
      return { ...stop('precise', message), decided: [...decided, ...asPrecise] };
    }
    const next = this.planRound(history, costs, decided);
    return 'stop' in next ? { ...next, decided: [...decided, ...asPrecise] } : next;
  }

  private planRound(history: History, costs: VisitCosts, decided: readonly DecidedCase[]): Decision {
    const { maxTimeMs, rounds, minRounds, hostCores } = this.options;
    if (maxTimeMs === null) return this.visitAll(this.field.visited, [], decided);
    const { rounds: done, elapsedMs } = history;
    const leftMs = PLANNED_SHARE * maxTimeMs - this.roundsMs(history);
    const fitFor = (roundsLeft: number, within: number) =>
      fitIntoTime(this.field.visited, {
        rounds: roundsLeft,
        leftMs: within,
        observationMs: this.options.observationMs,
        hostCores,
        costs,
      });
    // Every case is screened; what rounds for a verdict cost in all is for those that lead to pay.
    const screening = rounds === null && done < SCREENING_ROUNDS;
    const left = screening ? SCREENING_ROUNDS - done : Math.max(1, (rounds ?? minRounds) - done);
    const within = screening ? this.screeningMs(leftMs, left, costs) : leftMs;
    const { observationMs } = fitFor(left, within);
    // Before the first round costs are guesses: only what is far too much goes then.
    const fit = fitFor(done === 0 ? Math.ceil(left / 2) : left, screening ? leftMs : within);
    const planning = done < LAST_PLANNING_ROUND;
    const dropped = planning ? this.leaveOut(fit, done) : [];
    const toGo = Math.max(1, (rounds ?? minRounds) - done);
    const isAffordable = (all: readonly Case[]) =>
      rounds !== null || roundCostMs(all, observationMs, costs) <= leftMs / toGo;
    const cases = this.field.affordable(isAffordable);
    const costMs = roundCostMs(cases, observationMs, costs);
    if (done > 0 && (elapsedMs + costMs > maxTimeMs || this.isKeptTime(history, costMs))) {
      return stop('time', `Out of time after ${this.finished(done)}.`);
    }
    this.observationMs = observationMs;
    return this.visitAll(cases, dropped, decided);
  }

  /** What does not fit is left out for good before the first round; after it, it was measured once, and waits. */
  private leaveOut(fit: Fit, done: number): VisitNext['dropped'] & {} {
    const { rounds, maxTimeMs } = this.options;
    this.field.visited = fit.cases;
    if (done === 0 || rounds !== null)
      return fit.dropped.map((of) => ({ case: of.id, reason: timeWasShort(maxTimeMs!) }));
    this.field.putOff(fit.dropped);
    return [];
  }

  /** What the rounds of the screening may take: all rounds' time by their number, and no less than half of it. */
  private screeningMs(leftMs: number, rounds: number, costs: VisitCosts): number {
    const { minRounds, observationMs } = this.options;
    const all = minRounds - SCREENING_ROUNDS + rounds;
    const fitsWhole = roundCostMs(this.field.visited, observationMs, costs) * all <= leftMs;
    return fitsWhole ? leftMs : SCREENING_SHARE * leftMs;
  }

  private finished(done: number): string {
    return counted(done - (this.options.earlier?.unfinished ?? 0), 'round');
  }

  private visitAll(
    cases: Case[],
    dropped: VisitNext['dropped'] & {},
    decided: readonly DecidedCase[],
  ): VisitNext {
    return { visits: visitsFor(cases), observationMs: this.observationMs, dropped, decided };
  }

  private roundsMs({ elapsedMs }: History): number {
    return elapsedMs - this.repeats.spentMs;
  }

  /** Whether the next round would take what is kept; rounds without which there is no verdict may. */
  private isKeptTime(history: History, costMs: number): boolean {
    const { rounds, minRounds, maxTimeMs } = this.options;
    if (rounds !== null || maxTimeMs === null || history.rounds < minRounds) return false;
    return this.roundsMs(history) + costMs > PLANNED_SHARE * maxTimeMs;
  }
}

function asAdvised(one: Case): { case: Case; reason: string } {
  return { case: one, reason: 'What was measured advises to try it.' };
}

function timeWasShort(maxTimeMs: number): string {
  return `Time was short (--max-time ${Math.round(maxTimeMs / 1000)}s).`;
}

function stop(reason: StopReason, message: string): Stop {
  return { stop: { reason, message } };
}
