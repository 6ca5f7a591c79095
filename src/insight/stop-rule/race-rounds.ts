import type { Case } from '../../measure/cases/index.js';
import {
  type Fit,
  fitIntoTime,
  roundCostMs,
  type VisitCosts,
  visitsFor,
} from '../../measure/preparation/index.js';
import type { DecidedCase, Decision, History, VisitNext } from '../../measure/runner/index.js';
import { formatPercent } from '../../stats/index.js';
import {
  type Contest,
  finished,
  PLANNED_SHARE,
  type StopRuleOptions,
  stop,
  timeWasShort,
} from './contest.js';
import { Field } from './field.js';
import { SCREENING_ROUNDS } from './focus.js';
import { decidedAsPrecise, relativeHalfWidth } from './race.js';

/** Of what the planned rounds may take, the part of those in which every case is visited, where not all can be such. */
const SCREENING_SHARE = 0.5;
/** Rounds after which the chunk model has an interval to advise by. */
const ADVISED_AFTER = 2;
/** Until then the measured cost of visits is held against the plan again. */
const LAST_PLANNING_ROUND = 3;

/** Every case until it is precise or beaten. */
export class Race implements Contest {
  observationMs: number;
  private readonly field: Field;
  private roundsMs = 0;
  private wasPrecise = false;

  constructor(private readonly options: StopRuleOptions) {
    this.field = new Field(options.cases);
    if (options.earlier) this.field.restore(options.earlier);
    this.observationMs = options.observationMs;
  }

  next(history: History, costs: VisitCosts, roundsMs: number): Decision {
    const { field } = this;
    this.roundsMs = roundsMs;
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
    const leftMs = PLANNED_SHARE * maxTimeMs - this.roundsMs;
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
    return finished(done, this.options.earlier?.unfinished);
  }

  private visitAll(
    cases: Case[],
    dropped: VisitNext['dropped'] & {},
    decided: readonly DecidedCase[],
  ): VisitNext {
    return { visits: visitsFor(cases), observationMs: this.observationMs, dropped, decided };
  }

  /** Whether the next round would take what is kept; rounds without which there is no verdict may. */
  private isKeptTime(history: History, costMs: number): boolean {
    const { rounds, minRounds, maxTimeMs } = this.options;
    if (rounds !== null || maxTimeMs === null || history.rounds < minRounds) return false;
    return this.roundsMs + costMs > PLANNED_SHARE * maxTimeMs;
  }
}

function asAdvised(one: Case): { case: Case; reason: string } {
  return { case: one, reason: 'What was measured advises to try it.' };
}
