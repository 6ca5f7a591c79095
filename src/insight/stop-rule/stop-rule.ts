import { type Case, SERIAL } from '../../measure/cases/index.js';
import {
  type Fit,
  fitIntoTime,
  measuredCosts,
  roundCostMs,
  type VisitCosts,
  visitsFor,
  withoutReferences,
} from '../../measure/preparation/index.js';
import type {
  Decision,
  History,
  Settled,
  StopReason,
  StopRule,
  VisitNext,
} from '../../measure/runner/index.js';
import type { RecordHeader, RecordLine } from '../../record/index.js';
import { counted, formatPercent } from '../../stats/index.js';
import type { CaseResult } from '../analysis/index.js';
import { Confirmation } from './confirmation.js';
import { focusOf, SCREENING_ROUNDS } from './focus.js';
import {
  type Lost,
  lostCases,
  relativeHalfWidth,
  type Standings,
  settledAsLost,
  settledAsPrecise,
  stillNeeded,
} from './race.js';
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
  /** Cases that what was measured so far advises to try. Absent: none are. */
  advise?(lines: readonly RecordLine[]): readonly Case[];
}

type Stop = Extract<Decision, { stop: unknown }>;

/**
 * Rounds as asked for; else until every case still in the race is precise, or the time is over: cases that have
 * clearly lost leave it, and what is recommended is confirmed on fresh rounds in the time kept for that. After
 * every round its disturbed blocks are repeated while time lasts.
 */
export function createStopRule(options: StopRuleOptions): StopRule {
  const rule = new RaceRule(options);
  return (history) => rule.decide(history);
}

class RaceRule {
  /** Those of the plan, and what was added. */
  private cases: readonly Case[];
  private visited: Case[];
  private readonly lost = new Map<string, Lost>();
  private readonly repeats: Repeats;
  private readonly confirmation: Confirmation | undefined;
  private observationMs: number;
  /** Only what the answer depends on is measured, until that is settled. */
  private phase: 'screening' | 'focus' | 'all' = 'screening';
  /** What waits until the focus is settled. */
  private waiting: Case[] = [];
  /** Ids of those that wait since not all rounds of the screening could hold them. */
  private readonly late = new Set<string>();
  /** Rounds left out what only other figures are ratios to. */
  private wasLean = false;
  private ended: Stop | undefined;
  private wasPrecise = false;

  constructor(private readonly options: StopRuleOptions) {
    const { cases, rounds, maxTimeMs } = options;
    this.cases = cases;
    this.visited = [...cases];
    this.observationMs = options.observationMs;
    this.repeats = new Repeats(options);
    this.confirmation =
      rounds === null ? new Confirmation(cases, maxTimeMs ?? Number.POSITIVE_INFINITY) : undefined;
  }

  decide(history: History): Decision {
    const costs = this.costsOf(history);
    if (!this.ended) {
      const repeat = this.repeats.next(history, this.observationMs, costs);
      if (repeat) return repeat;
      const next = this.nextRound(history, costs);
      if (!('stop' in next)) return next;
      this.ended = next;
    }
    const { settled = [], stop } = this.ended;
    // Said once: with the first round of the confirmation, or with the end.
    this.ended = { stop };
    const confirmation = this.confirm(history, costs, stop.reason);
    return { ...(confirmation ?? { stop }), settled };
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
    const { cases } = this;
    const { rounds, minRounds } = this.options;
    const { rounds: done, lines } = history;
    const gone = outOfRace(lines);
    this.visited = this.visited.filter((of) => !gone.has(of.id));
    this.waiting = this.waiting.filter((of) => !gone.has(of.id));
    if (this.visited.length === 0) return stop('failed', 'No case is left to measure.');
    if (this.visited.every(isSerial) && !cases.every(isSerial)) {
      return stop('failed', 'No parallel case is left to measure.');
    }
    if (rounds !== null && done >= rounds) return stop('rounds', `${counted(done, 'round')}, as asked.`);
    if (rounds !== null) return this.planRound(history, costs, []);
    const added = done === ADVISED_AFTER ? this.advised(lines) : [];
    if (done >= SCREENING_ROUNDS) this.focus(lines);
    // What leads has no figures yet of what was added: that is visited all the same.
    this.visited = this.cases.filter((one) => this.visited.includes(one) || added.includes(one));
    const next = done < minRounds - 1 ? this.planRound(history, costs, []) : this.raceOn(history, costs);
    return 'stop' in next || added.length === 0 ? next : { ...next, added: added.map(asAdvised) };
  }

  private advised(lines: readonly RecordLine[]): readonly Case[] {
    if (this.cases !== this.options.cases) return [];
    const added = this.options.advise?.(lines) ?? [];
    this.cases = [...this.cases, ...added];
    return added;
  }

  /**
   * Chosen again in every round, since what leads after a few may have been lucky. Where there is no limit of time
   * every case can be measured equally well.
   */
  private focus(lines: readonly RecordLine[]): void {
    if (this.phase === 'all' || this.options.maxTimeMs === null) return;
    this.phase = 'focus';
    const all = this.visitedAndWaiting;
    const focus = focusOf(all, this.options.analyse(lines), this.late);
    if (focus.every(isSerial)) return;
    this.waiting = all.filter((one) => !focus.includes(one));
    this.visited = focus;
  }

  /** In the order of the run. */
  private get visitedAndWaiting(): Case[] {
    const known = new Set([...this.visited, ...this.waiting]);
    return this.cases.filter((one) => known.has(one));
  }

  /** The answer is settled: now the others, and what figures are ratios to. False where nothing waits. */
  private widen(): boolean {
    if (this.waiting.length === 0 && !this.wasLean) return false;
    this.wasLean = false;
    this.visited = this.visitedAndWaiting;
    this.waiting = [];
    this.phase = 'all';
    this.wasPrecise = false;
    return true;
  }

  /**
   * Sorts out who has lost and who is precise, and goes on with the others. It ends when all are precise in two
   * rounds in succession: an interval that happens to be narrow once ends no run.
   */
  private raceOn(history: History, costs: VisitCosts): Decision {
    const { precision, analyse } = this.options;
    const { rounds: done, lines } = history;
    const analysis = analyse(lines);
    const settled = done < this.options.minRounds ? [] : this.settleLost(analysis, done);
    const racing = analysis.cases.filter((result) => this.isRacing(result));
    const precise = racing.filter((result) => relativeHalfWidth(result) <= precision);
    const asPrecise = precise.map((result) => settledAsPrecise(result, done));
    const { wasPrecise } = this;
    this.wasPrecise = precise.length === racing.length;
    if (this.wasPrecise && wasPrecise && done >= this.options.minRounds && !this.widen()) {
      const message = `Every speedup${this.lost.size > 0 ? ' still in the race' : ''} is known to ±${formatPercent(precision)} after ${done} rounds.`;
      return { ...stop('precise', message), settled: [...settled, ...asPrecise] };
    }
    const next = this.planRound(history, costs, settled);
    return 'stop' in next ? { ...next, settled: [...settled, ...asPrecise] } : next;
  }

  private isRacing({ case: one, status }: CaseResult): boolean {
    const isMeasured = status === 'ok' && !this.waiting.some(({ id }) => id === one.id);
    return isMeasured && !isSerial(one) && one.role === 'asked' && !this.lost.has(one.id);
  }

  /** A case that has lost is told of when it is visited no more; as a reference of others it goes on. */
  private settleLost(analysis: Standings, round: number): Settled[] {
    for (const lost of lostCases(this.visited, analysis)) this.lost.set(lost.case.id, lost);
    const needed = stillNeeded(this.visited, new Set(this.lost.keys()));
    const left = this.visited.filter((one) => !needed.includes(one));
    this.visited = needed;
    return left.flatMap((one) => {
      const lost = this.lost.get(one.id);
      return lost ? [settledAsLost(lost, round)] : [];
    });
  }

  private planRound(history: History, costs: VisitCosts, settled: readonly Settled[]): Decision {
    const { maxTimeMs, rounds, minRounds, hostCores } = this.options;
    if (maxTimeMs === null) return this.visitAll(this.visited, [], settled);
    const { rounds: done, elapsedMs } = history;
    const leftMs = PLANNED_SHARE * maxTimeMs - this.roundsMs(history);
    const fitFor = (roundsLeft: number, within: number) =>
      fitIntoTime(this.visited, {
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
    const cases = this.affordable(leftMs / toGo, observationMs, costs);
    const costMs = roundCostMs(cases, observationMs, costs);
    if (done > 0 && (elapsedMs + costMs > maxTimeMs || this.isKeptTime(history, costMs))) {
      return stop('time', `Out of time after ${counted(done, 'round')}.`);
    }
    this.observationMs = observationMs;
    return this.visitAll(cases, dropped, settled);
  }

  /** What does not fit is left out for good before the first round; after it, it was measured once, and waits. */
  private leaveOut(fit: Fit, done: number): VisitNext['dropped'] & {} {
    const { rounds, maxTimeMs } = this.options;
    this.visited = fit.cases;
    if (done === 0 || rounds !== null)
      return fit.dropped.map((of) => ({ case: of.id, reason: timeWasShort(maxTimeMs!) }));
    for (const { id } of fit.dropped) this.late.add(id);
    this.waiting.push(...fit.dropped);
    return [];
  }

  /**
   * What the answer rests on alone, serial and what was asked for, where rounds that hold what
   * other figures are ratios to are too dear to have as many as a verdict needs.
   */
  private affordable(roundMs: number, observationMs: number, costs: VisitCosts): Case[] {
    if (this.phase === 'all' || this.options.rounds !== null) return this.visited;
    if (roundCostMs(this.visited, observationMs, costs) <= roundMs) return this.visited;
    this.wasLean = true;
    return withoutReferences(this.visited);
  }

  /** What the rounds of the screening may take: all rounds' time by their number, and no less than half of it. */
  private screeningMs(leftMs: number, rounds: number, costs: VisitCosts): number {
    const { minRounds, observationMs } = this.options;
    const all = minRounds - SCREENING_ROUNDS + rounds;
    const fitsWhole = roundCostMs(this.visited, observationMs, costs) * all <= leftMs;
    return fitsWhole ? leftMs : SCREENING_SHARE * leftMs;
  }

  private visitAll(
    cases: Case[],
    dropped: VisitNext['dropped'] & {},
    settled: readonly Settled[],
  ): VisitNext {
    return { visits: visitsFor(cases), observationMs: this.observationMs, dropped, settled };
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

function isSerial({ engine }: Case): boolean {
  return engine === SERIAL;
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

function outOfRace(lines: readonly RecordLine[]): Set<string> {
  const ended = lines.filter((line) => line.kind === 'failed' || line.kind === 'skipped');
  return new Set(ended.map((line) => line.case));
}
