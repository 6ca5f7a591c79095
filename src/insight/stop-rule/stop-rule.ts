import { measuredCosts, type VisitCosts } from '../../measure/preparation/index.js';
import type { Decision, History, StopReason, StopRule, VisitNext } from '../../measure/runner/index.js';
import { Confirmation } from './confirmation.js';
import type { Contest, Stop, StopRuleOptions } from './contest.js';
import { Race } from './race-rounds.js';
import { Repeats } from './repeats.js';
import { Tuning } from './tuning/tuning.js';

export type { StopRuleOptions } from './contest.js';

/**
 * Rounds as asked for; else until every case still in the race is precise, or the time is over: cases that have
 * clearly beaten leave it, and what is recommended is confirmed on fresh rounds in the time kept for that. After
 * every round its disturbed blocks are repeated while time lasts. Where a run tunes, rounds halve the field instead.
 */
export function createStopRule({ rounds, minRounds, ...options }: StopRuleOptions): StopRule {
  // Rounds that were not finished are numbered, and done once more.
  const more = options.earlier?.unfinished ?? 0;
  const rule = new Rule({
    ...options,
    rounds: rounds && rounds + more,
    minRounds: minRounds + more,
  });
  return (history) => rule.decide(history);
}

class Rule {
  private readonly contest: Contest;
  private readonly repeats: Repeats;
  private readonly confirmation: Confirmation | undefined;
  private ended: Stop | undefined;

  constructor(private readonly options: StopRuleOptions) {
    const { cases, rounds, maxTimeMs, tune } = options;
    this.contest = tune ? new Tuning({ ...options, tune }) : new Race(options);
    this.repeats = new Repeats({ ...options, blocks: !tune });
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
      const repeat = isNew ? this.repeats.next(history, this.contest.observationMs, costs) : undefined;
      if (repeat) return repeat;
      const next = this.contest.next(history, costs, history.elapsedMs - this.repeats.spentMs);
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
    return this.confirmation?.next(history, this.contest.observationMs, costs, analysis);
  }

  private costsOf(history: History): VisitCosts {
    return { serialPassMs: this.options.serialPassMs, measured: measuredCosts(history) };
  }
}
