import type { Case } from '../cases/index.js';
import { CorewiseError, messageOf, UnavailableError } from '../errors.js';
import type { RecordLine } from '../record/index.js';
import type { Random } from '../scenario/index.js';
import { shuffle } from '../stats/index.js';
import type { BenchHost, ScenarioRef } from './bench-host/protocol.js';

/** What a ceiling is measured for: all cases that differ only in chunksize and dispatch share it. */
export interface CeilingPlan {
  scenario: string;
  params: Case['params'];
  engine: string;
  workers: number;
  cores: number;
  cpus: readonly number[] | null;
  /** Id of the one-worker case (imapUnordered, chunksize 1) that it is a multiple of. */
  reference: string;
}

export type Visit = { kind: 'case'; case: Case } | { kind: 'ceiling'; ceiling: CeilingPlan };

export type StopReason = Extract<RecordLine, { kind: 'stopped' }>['reason'];

export type Decision =
  | { visits: readonly Visit[]; observationMs: number; dropped?: readonly { case: string; reason: string }[] }
  | { stop: { reason: StopReason; message: string } };

/** What a stop rule may know: what was recorded, and what the visits cost. */
export interface History {
  lines: readonly RecordLine[];
  /** Complete rounds. */
  rounds: number;
  elapsedMs: number;
  /** Time of the last visit, start-up and warm-up included, by `visitKey`. */
  visitMs: ReadonlyMap<string, number>;
}

/** Decides, before each round, which cases to visit in it, or that it is enough. */
export type StopRule = (history: History) => Decision;

export type OpenHost = (cpus: readonly number[] | null) => Promise<BenchHost>;

export interface RoundsOptions {
  rule: StopRule;
  openHost: OpenHost;
  scenarioOf(of: { scenario: string; params: Case['params'] }): ScenarioRef;
  /** File of the serial results of the case's scenario. */
  resultsFileOf(of: Case): string;
  append(line: RecordLine): void;
  random: Random;
  openEndedMs: number;
  now(): number;
  signal?: AbortSignal;
  onVisit?(visit: Visit, round: number, history: History): void;
}

/** Chunk rows are kept for a timeline, not for statistics. */
const ROUNDS_WITH_CHUNKS = 3;

export function visitKey(visit: Visit): string {
  if (visit.kind === 'case') return visit.case.id;
  const { reference, workers } = visit.ceiling;
  return `ceiling of ${reference} at ${workers}`;
}

/** Visits cases round by round until the rule or the user says stop; returns why it ended. */
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
  private order = 0;
  /** The host that measures now, to be ended when the user interrupts. */
  private current: BenchHost | undefined;

  constructor(private readonly options: RoundsOptions) {
    this.begin = options.now();
    options.signal?.addEventListener('abort', () => void this.current?.close(), { once: true });
  }

  async toTheEnd(): Promise<Extract<RecordLine, { kind: 'stopped' }>> {
    for (;;) {
      if (this.interrupted)
        return this.stopped('interrupted', 'Interrupted; what was measured until then counts.');
      const decision = this.options.rule(this.history());
      if ('stop' in decision) return this.stopped(decision.stop.reason, decision.stop.message);
      for (const drop of decision.dropped ?? []) this.append({ kind: 'dropped', ...drop });
      await this.round(decision.visits, decision.observationMs);
      if (!this.interrupted) this.rounds++;
    }
  }

  private get interrupted(): boolean {
    return this.options.signal?.aborted ?? false;
  }

  private history(): History {
    const { lines, rounds, visitMs } = this;
    return { lines, rounds, visitMs, elapsedMs: this.options.now() - this.begin };
  }

  private stopped(reason: StopReason, message: string): Extract<RecordLine, { kind: 'stopped' }> {
    const line = {
      kind: 'stopped' as const,
      reason,
      message,
      rounds: this.rounds,
      elapsedMs: this.options.now() - this.begin,
    };
    this.append(line);
    return line;
  }

  private append(line: RecordLine): void {
    this.lines.push(line);
    this.options.append(line);
  }

  /** Core sets in random order, cases in random order within each: drift then hits all of them alike. */
  private async round(visits: readonly Visit[], observationMs: number): Promise<void> {
    const { random } = this.options;
    for (const group of shuffle(groupByCpus(visits), random)) {
      let shared: BenchHost | undefined;
      for (const visit of shuffle(group, random)) {
        if (this.interrupted) break;
        this.options.onVisit?.(visit, this.rounds + 1, this.history());
        const alone = runsInline(visit);
        const host = alone ? await this.open(visit) : (shared ?? (await this.open(visit)));
        if (!host) continue;
        this.current = host;
        const usable = await this.visit(visit, host, observationMs);
        if (alone || !usable) await host.close();
        if (!alone) shared = usable ? host : undefined;
      }
      await shared?.close();
    }
  }

  private async open(visit: Visit): Promise<BenchHost | undefined> {
    try {
      return await this.options.openHost(cpusOf(visit));
    } catch (thrown) {
      this.failed(visit, thrown);
      return undefined;
    }
  }

  /** False when the host cannot be used any more. */
  private async visit(visit: Visit, host: BenchHost, observationMs: number): Promise<boolean> {
    const from = this.options.now();
    try {
      if (visit.kind === 'case') await this.observe(visit.case, host, observationMs);
      else await this.ceiling(visit.ceiling, host, observationMs);
      this.visitMs.set(visitKey(visit), this.options.now() - from);
      return true;
    } catch (thrown) {
      if (!this.interrupted) this.failed(visit, thrown);
      return false;
    }
  }

  private async observe(of: Case, host: BenchHost, observationMs: number): Promise<void> {
    const mustVerify = of.engine !== 'serial' && !this.verified.has(of.id);
    const observed = await host.observe({
      scenario: this.options.scenarioOf(of),
      engine: of.engine,
      dispatch: of.dispatch,
      workers: of.workers,
      chunksize: of.chunksize,
      observationMs,
      openEndedMs: this.options.openEndedMs,
      keepChunks: this.rounds < ROUNDS_WITH_CHUNKS,
      ...(mustVerify && { verifyAgainst: this.options.resultsFileOf(of) }),
    });
    const { verification, ...measured } = observed;
    if (verification) {
      this.verified.add(of.id);
      this.append({ kind: 'verification', case: of.id, ...verification });
      if (verification.verified === false) {
        throw new CorewiseError(`results differ from serial: ${verification.difference}`);
      }
    }
    this.append({
      kind: 'observation',
      case: of.id,
      round: this.rounds + 1,
      order: ++this.order,
      ...measured,
    });
  }

  private async ceiling(of: CeilingPlan, host: BenchHost, observationMs: number): Promise<void> {
    const measured = await host.ceiling({
      scenario: this.options.scenarioOf(of),
      engine: of.engine,
      sessions: of.workers,
      observationMs,
      openEndedMs: this.options.openEndedMs,
    });
    const cpus = of.cpus ? [...of.cpus] : null;
    this.append({ kind: 'ceiling', ...of, cpus, round: this.rounds + 1, order: ++this.order, ...measured });
  }

  private failed(visit: Visit, thrown: unknown): void {
    const kind = thrown instanceof UnavailableError ? 'skipped' : 'failed';
    const id = visit.kind === 'case' ? visit.case.id : visitKey(visit);
    this.append({
      kind,
      case: id,
      reason: messageOf(thrown),
      ...(kind === 'failed' && { round: this.rounds + 1 }),
    });
  }
}

/** A serial case computes on the host's own thread, so it gets a host to itself. */
function runsInline(visit: Visit): boolean {
  return visit.kind === 'case' && visit.case.engine === 'serial';
}

function cpusOf(visit: Visit): readonly number[] | null {
  return visit.kind === 'case' ? visit.case.cpus : visit.ceiling.cpus;
}

function groupByCpus(visits: readonly Visit[]): Visit[][] {
  const groups = new Map<string, Visit[]>();
  for (const visit of visits) {
    const key = String(cpusOf(visit));
    groups.set(key, [...(groups.get(key) ?? []), visit]);
  }
  return [...groups.values()];
}
