import { UnavailableError, WriteError } from '../../errors.js';
import type { RecordLine } from '../../record/index.js';
import type { Random } from '../../scenario/index.js';
import { counted } from '../../stats/index.js';
import { isInlineEngine } from '../../workers/engines/index.js';
import { plainCase } from '../cases/index.js';
import type { BenchHost } from './bench-host/protocol.js';
import { Deadline } from './deadline.js';
import {
  type History,
  type Purpose,
  type StopReason,
  type StopRule,
  type Visit,
  visitKey,
} from './decision.js';
import { type Earlier, earlierOf } from './earlier.js';
import type { MachineWatch } from './machine-watch.js';
import { TimedVisits } from './timed-visits.js';
import { inOrder, placeOf } from './visit-order.js';
import { Visits, type VisitsOptions } from './visits.js';

/** Opens a bench host on these CPUs (null: all allowed ones), under a quota of its own where one is given. */
export type OpenHost = (cpus: readonly number[] | null, quota?: number) => Promise<BenchHost>;

export interface RoundsOptions extends VisitsOptions {
  rule: StopRule;
  openHost: OpenHost;
  append(line: RecordLine): void;
  random: Random;
  now(): number;
  /** How long bench hosts were held back so far, ms. */
  waitedMs?(): number;
  /** A visit that is not done by then is ended, on that clock; absent: visits take as long as they like. */
  deadline?: number;
  /** When the run began, on that clock, for what went before the rounds to count; default: now. */
  begin?: number;
  /** What was measured before, where the run goes on. */
  earlier?: Earlier;
  /** Looks at the CPUs that may be used before and after each visit; absent: they do not count. */
  machine?: Pick<MachineWatch, 'look'>;
  /** Why a visit cannot fit into the memory, as a sentence; it is then not begun. */
  whyNotBegun?(visit: Visit, lines: readonly RecordLine[]): string | undefined;
  /** Whether that is not known before smaller ones were made: those come first. */
  waitsForSmaller?(visit: Visit, lines: readonly RecordLine[]): boolean;
  signal?: AbortSignal;
  onVisit?(visit: Visit, round: number, history: History, purpose: Purpose): void;
}

/**
 * Visits cases round by round until the rule or the user says stop; returns why it ended. Rejects with WriteError where
 * the record cannot be written.
 */
export async function runRounds(options: RoundsOptions): Promise<Extract<RecordLine, { kind: 'stopped' }>> {
  const run = new Rounds(options);
  return run.toTheEnd();
}

class Rounds {
  private readonly lines: RecordLine[];
  private readonly visiting: Visits;
  private readonly timed: TimedVisits;
  private readonly begin: number;
  private rounds: number;
  private readonly unfinished: number;
  private confirmations: number;
  private readonly earlierWaitMs: number;
  private purpose: Purpose = 'round';
  /** The host that measures now, to be ended when the user interrupts. */
  private current: BenchHost | undefined;
  private readonly deadline: Deadline;

  constructor(private readonly options: RoundsOptions) {
    this.begin = options.begin ?? options.now();
    const earlier = options.earlier ?? earlierOf([]);
    const { lines, rounds, unfinished, confirmations, waitedMs, order } = earlier;
    this.lines = [...lines];
    this.rounds = rounds;
    this.unfinished = unfinished;
    this.confirmations = confirmations;
    this.earlierWaitMs = waitedMs;
    this.visiting = new Visits(options, (line) => this.append(line), order);
    this.deadline = new Deadline(options.deadline, options.now);
    this.timed = new TimedVisits(options, this.visiting, this.deadline);
    options.signal?.addEventListener('abort', () => void this.current?.close(), { once: true });
  }

  async toTheEnd(): Promise<Extract<RecordLine, { kind: 'stopped' }>> {
    for (;;) {
      if (this.interrupted) return this.stopped('interrupted', this.interruption());
      if (this.deadline.isOver)
        return this.stopped('time', `Out of time after ${counted(this.finished, 'round')}.`);
      const decision = this.options.rule(this.history());
      for (const decided of decision.decided ?? []) this.append({ kind: 'settled', ...decided });
      if ('stop' in decision) return this.stopped(decision.stop.reason, decision.stop.message);
      for (const { case: added, reason } of decision.added ?? [])
        this.append({ kind: 'added', added: plainCase(added), reason });
      for (const drop of decision.dropped ?? []) this.append({ kind: 'dropped', ...drop });
      this.purpose = decision.purpose ?? 'round';
      await this.visitAll(decision.visits, decision.observationMs);
      if (!this.interrupted && !this.deadline.isOver) this.completed();
    }
  }

  private interruption(): string {
    if (this.finished > 0) return 'Interrupted; what was measured until then counts.';
    return 'Interrupted before the first round was done.';
  }

  private completed(): void {
    if (this.purpose === 'round') this.rounds++;
    if (this.purpose === 'confirmation') this.confirmations++;
  }

  private get finished(): number {
    return this.rounds - this.unfinished;
  }

  /** The round that is measured now; confirmations are counted by themselves. */
  private get round(): number {
    if (this.purpose === 'repeat') return this.rounds;
    return (this.purpose === 'round' ? this.rounds : this.confirmations) + 1;
  }

  private get interrupted(): boolean {
    return this.options.signal?.aborted ?? false;
  }

  private history(): History {
    const { lines, rounds, confirmations } = this;
    const elapsedMs = this.options.now() - this.begin;
    return { lines, rounds, confirmations, visitMs: this.timed.visitMs, elapsedMs };
  }

  private stopped(reason: StopReason, message: string): Extract<RecordLine, { kind: 'stopped' }> {
    const line = {
      kind: 'stopped' as const,
      reason,
      message,
      rounds: this.finished,
      elapsedMs: this.options.now() - this.begin,
      ...waited(this.earlierWaitMs + (this.options.waitedMs?.() ?? 0)),
    };
    this.append(line);
    return line;
  }

  private append(line: RecordLine): void {
    this.lines.push(line);
    this.options.append(line);
  }

  private async visitAll(visits: readonly Visit[], observationMs: number): Promise<void> {
    const { random, waitsForSmaller } = this.options;
    const waits = (visit: Visit) => waitsForSmaller?.(visit, this.lines) ?? false;
    const begin = this.lines.length;
    const refused = await this.visitGroups(inOrder(visits, random, waits), visits, observationMs);
    // What was measured since then may tell better.
    await this.visitGroups(
      inOrder(refused, random, () => true),
      visits,
      observationMs,
      true,
    );
    // The visit of serial that was to count for them as well has failed.
    const told = new Set(this.lines.slice(begin).flatMap((line) => ('case' in line ? [line.case] : [])));
    const untold = visits.filter(
      (visit) => this.visiting.isTwinAmong(visit, visits) && !told.has(visitKey(visit)),
    );
    await this.visitGroups(inOrder(untold, random), untold, observationMs, true);
  }

  /** Gives what was not begun because it does not fit; where that `isFinal`, its cases are skipped. */
  private async visitGroups(
    groups: readonly Visit[][],
    visits: readonly Visit[],
    observationMs: number,
    isFinal = false,
  ): Promise<Visit[]> {
    const refused: Visit[] = [];
    for (const group of groups) {
      let shared: BenchHost | undefined;
      try {
        for (const visit of group) {
          if (this.interrupted || this.deadline.isOver) break;
          if (this.visiting.isTwinAmong(visit, visits)) continue;
          const why = this.options.whyNotBegun?.(visit, this.lines);
          if (why !== undefined) {
            if (isFinal) this.visiting.failed(visit, new UnavailableError(why), this.round);
            refused.push(visit);
            continue;
          }
          this.lookAtMachine();
          this.options.onVisit?.(visit, this.round, this.history(), this.purpose);
          const alone = runsInline(visit);
          const host = alone ? await this.open(visit) : (shared ?? (await this.open(visit)));
          if (!host) continue;
          this.current = host;
          let usable = false;
          try {
            // While it opened, the user may have interrupted: what nobody waits for is not begun.
            const within = { round: this.round, purpose: this.purpose, observationMs, visits };
            usable = !this.interrupted && (await this.timed.make(visit, host, within));
          } finally {
            if (!alone) shared = usable ? host : undefined;
            if (alone || !usable) await host.close();
          }
          this.lookAtMachine();
        }
      } finally {
        await shared?.close();
      }
    }
    return refused;
  }

  private lookAtMachine(): void {
    const changed = this.options.machine?.look();
    if (!changed) return;
    const { allowed, quotaCpus } = changed;
    const confirmation = this.purpose === 'confirmation' && { confirmation: true as const };
    this.append({ kind: 'machine', round: this.round, ...confirmation, allowed: [...allowed], quotaCpus });
  }

  private async open(visit: Visit): Promise<BenchHost | undefined> {
    try {
      const { cpus, quota } = placeOf(visit);
      return await this.options.openHost(cpus, quota);
    } catch (thrown) {
      if (thrown instanceof WriteError) throw thrown;
      this.visiting.failed(visit, thrown, this.round);
      return undefined;
    }
  }
}

/** Such a case computes on the host's own thread, so it gets a host to itself. */
function runsInline(visit: Visit): boolean {
  return visit.kind === 'case' && isInlineEngine(visit.case.engine);
}

function waited(waitedMs: number): { waitedMs?: number } {
  return waitedMs > 0 ? { waitedMs } : {};
}
