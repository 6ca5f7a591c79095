import { CorewiseError, UnavailableError, WriteError } from '../../errors.js';
import type { RecordLine } from '../../record/index.js';
import type { Random } from '../../scenario/index.js';
import { counted, shuffle } from '../../stats/index.js';
import { isInlineEngine } from '../../workers/engines/index.js';
import { type Case, type Place, placeKey } from '../cases/index.js';
import type { BenchHost, ScenarioRef, Verification } from './bench-host/protocol.js';
import { Deadline, hangingStory } from './deadline.js';
import {
  type CeilingPlan,
  type History,
  type Purpose,
  type StopReason,
  type StopRule,
  type Visit,
  visitKey,
} from './decision.js';
import { failureOf } from './failure.js';

/** Opens a bench host on these CPUs (null: all allowed ones), under a quota of its own where one is given. */
export type OpenHost = (cpus: readonly number[] | null, quota?: number) => Promise<BenchHost>;

export interface RoundsOptions {
  rule: StopRule;
  openHost: OpenHost;
  scenarioOf(of: { scenario: string; params: Case['params'] }): ScenarioRef;
  /** File of the serial results of the case's scenario. */
  resultsFileOf(of: Case): string;
  /** Runs serial again: what it gives otherwise than the first time, in words; undefined where it gives the same. */
  serialDiffers?(of: Case): Promise<string | undefined>;
  /** The CPU of each worker; undefined: not pinned. Absent: none is. */
  pinsOf?(of: { engine: string; workers: number; cpus: readonly number[] | null }): number[] | undefined;
  append(line: RecordLine): void;
  random: Random;
  openEndedMs: number;
  /** Worker 0 of each case waits for a debugger. */
  inspect?: boolean;
  now(): number;
  /** How long bench hosts were held back so far, ms. */
  waitedMs?(): number;
  /** A visit that is not done by then is ended, on that clock; absent: visits take as long as they like. */
  deadline?: number;
  /** When the run began, on that clock, for what went before the rounds to count; default: now. */
  begin?: number;
  signal?: AbortSignal;
  onVisit?(visit: Visit, round: number, history: History, purpose: Purpose): void;
}

/** Chunk rows are kept for a timeline, not for statistics. */
const ROUNDS_WITH_CHUNKS = 3;

/**
 * Visits cases round by round until the rule or the user says stop; returns why it ended. Rejects with WriteError where
 * the record cannot be written.
 */
export async function runRounds(options: RoundsOptions): Promise<Extract<RecordLine, { kind: 'stopped' }>> {
  const run = new Rounds(options);
  return run.toTheEnd();
}

class Rounds {
  private readonly lines: RecordLine[] = [];
  private readonly visitMs = new Map<string, number>();
  private readonly verified = new Set<string>();
  private readonly begin: number;
  private rounds = 0;
  private confirmations = 0;
  private purpose: Purpose = 'round';
  private order = 0;
  /** The host that measures now, to be ended when the user interrupts. */
  private current: BenchHost | undefined;
  private readonly deadline: Deadline;

  constructor(private readonly options: RoundsOptions) {
    this.begin = options.begin ?? options.now();
    this.deadline = new Deadline(options.deadline, options.now);
    options.signal?.addEventListener('abort', () => void this.current?.close(), { once: true });
  }

  async toTheEnd(): Promise<Extract<RecordLine, { kind: 'stopped' }>> {
    for (;;) {
      if (this.interrupted) return this.stopped('interrupted', this.interruption());
      if (this.deadline.isOver)
        return this.stopped('time', `Out of time after ${counted(this.rounds, 'round')}.`);
      const decision = this.options.rule(this.history());
      for (const settled of decision.settled ?? []) this.append({ kind: 'settled', ...settled });
      if ('stop' in decision) return this.stopped(decision.stop.reason, decision.stop.message);
      for (const { case: added, reason } of decision.added ?? [])
        this.append({ kind: 'added', added: recorded(added), reason });
      for (const drop of decision.dropped ?? []) this.append({ kind: 'dropped', ...drop });
      this.purpose = decision.purpose ?? 'round';
      await this.visitAll(decision.visits, decision.observationMs);
      if (!this.interrupted && !this.deadline.isOver) this.completed();
    }
  }

  private interruption(): string {
    if (this.rounds > 0) return 'Interrupted; what was measured until then counts.';
    return 'Interrupted before the first round was done.';
  }

  private completed(): void {
    if (this.purpose === 'round') this.rounds++;
    if (this.purpose === 'confirmation') this.confirmations++;
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
    const { lines, rounds, confirmations, visitMs } = this;
    return { lines, rounds, confirmations, visitMs, elapsedMs: this.options.now() - this.begin };
  }

  private stopped(reason: StopReason, message: string): Extract<RecordLine, { kind: 'stopped' }> {
    const line = {
      kind: 'stopped' as const,
      reason,
      message,
      rounds: this.rounds,
      elapsedMs: this.options.now() - this.begin,
      ...waited(this.options.waitedMs?.() ?? 0),
    };
    this.append(line);
    return line;
  }

  private append(line: RecordLine): void {
    this.lines.push(line);
    this.options.append(line);
  }

  /** Core sets in random order, cases in random order within each: drift then hits all of them alike. */
  private async visitAll(visits: readonly Visit[], observationMs: number): Promise<void> {
    const { random } = this.options;
    for (const group of shuffle(groupByPlace(visits), random)) {
      let shared: BenchHost | undefined;
      try {
        for (const visit of shuffle(group, random)) {
          if (this.interrupted || this.deadline.isOver) break;
          this.options.onVisit?.(visit, this.round, this.history(), this.purpose);
          if (this.isTwinAmong(visit, visits)) continue;
          const alone = runsInline(visit);
          const host = alone ? await this.open(visit) : (shared ?? (await this.open(visit)));
          if (!host) continue;
          this.current = host;
          // While it opened, the user may have interrupted: what nobody waits for is not begun.
          const usable = !this.interrupted && (await this.visit(visit, visits, host, observationMs));
          if (alone || !usable) await host.close();
          if (!alone) shared = usable ? host : undefined;
        }
      } finally {
        await shared?.close();
      }
    }
  }

  private async open(visit: Visit): Promise<BenchHost | undefined> {
    try {
      const { cpus, quota } = placeOf(visit);
      return await this.options.openHost(cpus, quota);
    } catch (thrown) {
      this.failed(visit, thrown);
      return undefined;
    }
  }

  /** False when the host cannot be used any more. */
  private async visit(
    visit: Visit,
    visits: readonly Visit[],
    host: BenchHost,
    observationMs: number,
  ): Promise<boolean> {
    const begin = this.options.now();
    const from = this.spentMs;
    const guard = this.deadline.guard(host, this.visitMs.get(visitKey(visit)));
    try {
      if (visit.kind === 'case')
        await this.observe(visit.case, host, observationMs, this.twinsOf(visit, visits));
      else await this.ceiling(visit.ceiling, host, observationMs);
      this.visitMs.set(visitKey(visit), this.options.now() - begin);
      return true;
    } catch (thrown) {
      if (thrown instanceof WriteError) {
        await host.close();
        throw thrown;
      }
      if (this.deadline.isOver) this.cutShort(visit, this.spentMs - from);
      else if (!this.interrupted) this.failed(visit, thrown);
      return false;
    } finally {
      guard.clear();
    }
  }

  /** Without what bench hosts were held back: who is held back does not hang. */
  private get spentMs(): number {
    return this.options.now() - (this.options.waitedMs?.() ?? 0);
  }

  private cutShort(visit: Visit, tookMs: number): void {
    const beforeMs = this.visitMs.get(visitKey(visit));
    const story = hangingStory(tookMs, beforeMs, this.deadline.overdue?.message);
    if (story !== undefined) this.failed(visit, new CorewiseError(story));
  }

  /** `twins`: cases that are the very same run, for which it counts as well. */
  private async observe(
    of: Case,
    host: BenchHost,
    observationMs: number,
    twins: readonly Case[],
  ): Promise<void> {
    const { inspect } = this.options;
    const compared = [...(of.engine === 'serial' ? [] : [of]), ...twins];
    const mustVerify = !inspect && compared.some(({ id }) => !this.verified.has(id));
    const observed = await host.observe({
      visit: of.id,
      ...(inspect && { inspect }),
      scenario: this.options.scenarioOf(of),
      engine: of.engine,
      dispatch: of.dispatch,
      workers: of.workers,
      chunksize: of.chunksize,
      observationMs,
      openEndedMs: this.options.openEndedMs,
      ...this.pins(of),
      ...(of.cold && { cold: true }),
      keepChunks: this.purpose !== 'confirmation' && this.round <= ROUNDS_WITH_CHUNKS,
      ...(mustVerify && { verifyAgainst: this.options.resultsFileOf(of) }),
    });
    const { verification, ...measured } = observed;
    if (verification) {
      if (of.added && verification.verified === false) throw differs(verification);
      const serialDiffers = verification.verified === false && (await this.options.serialDiffers?.(of));
      for (const { id } of compared) {
        this.verified.add(id);
        this.append({
          kind: 'verification',
          case: id,
          ...verification,
          ...(serialDiffers && { serialDiffers }),
        });
      }
      if (verification.verified === false) throw differs(verification);
    }
    const order = ++this.order;
    for (const { id } of [of, ...twins])
      this.append({
        kind: this.purpose === 'confirmation' ? 'confirmation' : 'observation',
        case: id,
        round: this.round,
        order,
        ...measured,
      });
  }

  /** Whether the visit of the serial case that is the very same run counts for this one. */
  private isTwinAmong(visit: Visit, visits: readonly Visit[]): boolean {
    if (visit.kind !== 'case' || visit.case.sameAs === undefined) return false;
    const { sameAs } = visit.case;
    return (
      !this.pins(visit.case).pins && visits.some((other) => other.kind === 'case' && other.case.id === sameAs)
    );
  }

  private twinsOf({ case: { id } }: Extract<Visit, { kind: 'case' }>, visits: readonly Visit[]): Case[] {
    const twins = visits.filter((visit) => this.isTwinAmong(visit, visits));
    return twins.flatMap((visit) => (visit.kind === 'case' && visit.case.sameAs === id ? [visit.case] : []));
  }

  /** What runs on the host's own thread is a program like any other: it runs wherever the system puts it. */
  private pins(of: Case | CeilingPlan): { pins?: readonly number[] } {
    const pins = isInlineEngine(of.engine) ? undefined : this.options.pinsOf?.(of);
    return pins ? { pins } : {};
  }

  private async ceiling(of: CeilingPlan, host: BenchHost, observationMs: number): Promise<void> {
    const measured = await host.ceiling({
      visit: visitKey({ kind: 'ceiling', ceiling: of }),
      scenario: this.options.scenarioOf(of),
      engine: of.engine,
      sessions: of.workers,
      ...this.pins(of),
      observationMs,
      openEndedMs: this.options.openEndedMs,
    });
    const cpus = of.cpus ? [...of.cpus] : null;
    this.append({ kind: 'ceiling', ...of, cpus, round: this.round, order: ++this.order, ...measured });
  }

  private failed(visit: Visit, thrown: unknown): void {
    const added = visit.kind === 'case' && visit.case.added === true;
    const kind = added || thrown instanceof UnavailableError ? 'skipped' : 'failed';
    const id = visit.kind === 'case' ? visit.case.id : visitKey(visit);
    const { message, ...where } = failureOf(thrown);
    const reason = added ? `Its tasks do not run at once on one thread: ${message}` : message;
    if (kind === 'skipped') this.append({ kind, case: id, reason });
    else this.append({ kind, case: id, reason, round: this.round, ...where });
  }
}

function differs({ difference }: Verification): CorewiseError {
  return new CorewiseError(`results differ from serial: ${difference}`);
}

/** Such a case computes on the host's own thread, so it gets a host to itself. */
function runsInline(visit: Visit): boolean {
  return visit.kind === 'case' && isInlineEngine(visit.case.engine);
}

function recorded(one: Case): Extract<RecordLine, { kind: 'added' }>['added'] {
  return { ...one, chunksizeAsked: [...one.chunksizeAsked], cpus: one.cpus ? [...one.cpus] : null };
}

function waited(waitedMs: number): { waitedMs?: number } {
  return waitedMs > 0 ? { waitedMs } : {};
}

function placeOf(visit: Visit): Place {
  return visit.kind === 'case' ? visit.case : visit.ceiling;
}

function groupByPlace(visits: readonly Visit[]): Visit[][] {
  const groups = new Map<string, Visit[]>();
  for (const visit of visits) {
    const key = placeKey(placeOf(visit));
    groups.set(key, [...(groups.get(key) ?? []), visit]);
  }
  return [...groups.values()];
}
