import { type Case, SERIAL } from '../../measure/cases/index.js';
import { withoutReferences } from '../../measure/preparation/index.js';
import type { DecidedCase, Earlier } from '../../measure/runner/index.js';
import type { RecordLine } from '../../record/index.js';
import type { CaseResult } from '../analysis/index.js';
import { focusOf, SCREENING_ROUNDS } from './focus.js';
import { type Beaten, beatenCases, decidedAsBeaten, type Standings, stillNeeded } from './race.js';

/** The cases of a race: which are visited, which wait until the answer is known, which were beaten. */
export class Field {
  /** In the order of the run. */
  visited: Case[];
  /** Those of the plan, and what was added. */
  private cases: readonly Case[];
  /** Only what the answer depends on is measured, until that is known. */
  private phase: 'screening' | 'focus' | 'all' = 'screening';
  /** What is measured after it. */
  private waiting: Case[] = [];
  /** Ids of those that wait since not all rounds of the screening could hold them. */
  private readonly late = new Set<string>();
  /** Undefined: before the run went on, which has told of it. */
  private readonly beaten = new Map<string, Beaten | undefined>();
  /** Rounds left out what only other figures are ratios to. */
  private wasLean = false;

  constructor(private readonly planned: readonly Case[]) {
    this.cases = planned;
    this.visited = [...planned];
  }

  /** As it was when the run ended that now goes on. */
  restore({ lines, rounds }: Pick<Earlier, 'lines' | 'rounds'>): void {
    const added = new Set(lines.flatMap((line) => (line.kind === 'added' ? [line.added.id] : [])));
    for (const line of lines)
      if (line.kind === 'settled' && line.reason === 'lost') this.beaten.set(line.case, undefined);
    this.visited = stillNeeded(this.visited, new Set(this.beaten.keys()));
    if (rounds < SCREENING_ROUNDS) return;
    for (const { id } of this.planned) {
      const seen = new Set(
        lines.flatMap((line) => (line.kind === 'observation' && line.case === id ? [line.round] : [])),
      );
      if (seen.size > 0 && seen.size < SCREENING_ROUNDS && !added.has(id)) this.late.add(id);
    }
  }

  get isEmpty(): boolean {
    return this.visited.length === 0;
  }

  /** Serial alone is left of a field that had pools. */
  get hasNoPool(): boolean {
    return this.visited.every(isSerial) && !this.cases.every(isSerial);
  }

  get hasBeaten(): boolean {
    return this.beaten.size > 0;
  }

  /** Takes out what failed or cannot run. */
  withdraw(lines: readonly RecordLine[]): void {
    const ended = lines.filter((line) => line.kind === 'failed' || line.kind === 'skipped');
    const gone = new Set(ended.map((line) => line.case));
    this.visited = this.visited.filter((one) => !gone.has(one.id));
    this.waiting = this.waiting.filter((one) => !gone.has(one.id));
  }

  /** Cases that nobody planned, once. */
  add(advised: () => readonly Case[]): readonly Case[] {
    if (this.cases !== this.planned) return [];
    const added = advised();
    this.cases = [...this.cases, ...added];
    return added;
  }

  /** Chosen again in every round, since what leads after a few may have been lucky. */
  focus(standings: () => Standings): void {
    if (this.phase === 'all') return;
    this.phase = 'focus';
    const all = this.visitedAndWaiting;
    const focus = focusOf(all, standings(), this.late);
    if (focus.every(isSerial)) return;
    this.waiting = all.filter((one) => !focus.includes(one));
    this.visited = focus;
  }

  /** What leads has no figures yet of what was added: that is visited all the same. */
  include(added: readonly Case[]): void {
    this.visited = this.cases.filter((one) => this.visited.includes(one) || added.includes(one));
  }

  /** The answer is known: now the others, and what figures are ratios to. False where nothing waits. */
  widen(): boolean {
    if (this.waiting.length === 0 && !this.wasLean) return false;
    this.wasLean = false;
    this.visited = this.visitedAndWaiting;
    this.waiting = [];
    this.phase = 'all';
    return true;
  }

  /** Those whose speedup is to become precise. */
  racing({ cases }: Standings): CaseResult[] {
    const waits = new Set(this.waiting.map(({ id }) => id));
    return cases.filter(({ case: one, status }) => {
      const isMeasured = status === 'ok' && !waits.has(one.id);
      return isMeasured && !isSerial(one) && one.role === 'asked' && !this.beaten.has(one.id);
    });
  }

  /** A case that was beaten is told of when it is visited no more; as a reference of others it goes on. */
  decideBeaten(standings: Standings, round: number): DecidedCase[] {
    for (const one of beatenCases(this.visited, standings)) this.beaten.set(one.case.id, one);
    const needed = stillNeeded(this.visited, new Set(this.beaten.keys()));
    const left = this.visited.filter((one) => !needed.includes(one));
    this.visited = needed;
    return left.flatMap((one) => {
      const beaten = this.beaten.get(one.id);
      return beaten ? [decidedAsBeaten(beaten, round)] : [];
    });
  }

  /** These do not fit into the time: they were measured once, and wait. */
  putOff(late: readonly Case[]): void {
    for (const { id } of late) this.late.add(id);
    this.waiting.push(...late);
  }

  /**
   * What the answer rests on alone, serial and what was asked for, where rounds that hold what other figures are ratios
   * to are too dear to have as many as a verdict needs.
   */
  affordable(isAffordable: (cases: readonly Case[]) => boolean): Case[] {
    if (this.phase === 'all' || isAffordable(this.visited)) return this.visited;
    this.wasLean = true;
    return withoutReferences(this.visited);
  }

  /** In the order of the run. */
  private get visitedAndWaiting(): Case[] {
    const known = new Set([...this.visited, ...this.waiting]);
    return this.cases.filter((one) => known.has(one));
  }
}

function isSerial({ engine }: Case): boolean {
  return engine === SERIAL;
}
