import { CorewiseError, UnavailableError } from '../../errors.js';
import type { RecordLine } from '../../record/index.js';
import { isInlineEngine } from '../../workers/engines/index.js';
import type { Case } from '../cases/index.js';
import type { BenchHost, ScenarioRef, Verification } from './bench-host/protocol.js';
import { type CeilingPlan, type Purpose, type Visit, visitKey } from './decision.js';
import { failureOf } from './failure.js';

export interface VisitsOptions {
  scenarioOf(of: { scenario: string; params: Case['params'] }): ScenarioRef;
  /** File of the serial results of the case's scenario. */
  resultsFileOf(of: Case): string;
  /** Runs serial again: what it gives otherwise than the first time, in words; undefined where it gives the same. */
  serialDiffers?(of: Case): Promise<string | undefined>;
  /** The CPU of each worker; undefined: not pinned. Absent: none is. */
  pinsOf?(of: { engine: string; workers: number; cpus: readonly number[] | null }): number[] | undefined;
  openEndedMs: number;
  /** How long a visit may take; absent, or undefined: as long as each of its steps may. */
  limitMsOf?(of: Case | CeilingPlan): number | undefined;
  /** Worker 0 of each case waits for a debugger. */
  inspect?: boolean;
}

/** What visits go on beside each other, and for what. */
export interface VisitRound {
  round: number;
  purpose: Purpose;
  observationMs: number;
  visits: readonly Visit[];
}

/** Chunk rows are kept for a timeline, not for statistics. */
const ROUNDS_WITH_CHUNKS = 3;

/** What a bench host is asked for at each visit, and what is recorded of it. */
export class Visits {
  private readonly verified = new Set<string>();
  constructor(
    private readonly options: VisitsOptions,
    private readonly append: (line: RecordLine) => void,
    /** The place of the last visit so far. */
    private order = 0,
  ) {}

  async make(visit: Visit, host: BenchHost, within: VisitRound): Promise<void> {
    if (visit.kind === 'case') await this.observe(visit.case, host, within);
    else await this.ceiling(visit.ceiling, host, within);
  }

  /** Records why nothing was measured. */
  failed(visit: Visit, thrown: unknown, round: number): void {
    const added = visit.kind === 'case' && visit.case.added === true;
    const kind = added || thrown instanceof UnavailableError ? 'skipped' : 'failed';
    const id = visit.kind === 'case' ? visit.case.id : visitKey(visit);
    const { message, ...where } = failureOf(thrown);
    const reason = added ? `Its tasks do not run at once on one thread: ${message}` : message;
    if (kind === 'skipped') this.append({ kind, case: id, reason });
    else this.append({ kind, case: id, reason, round, ...where });
  }

  /** Whether the visit of the serial case that is the very same run counts for this one. */
  isTwinAmong(visit: Visit, visits: readonly Visit[]): boolean {
    if (visit.kind !== 'case' || visit.case.sameAs === undefined) return false;
    const { sameAs } = visit.case;
    return (
      !this.pins(visit.case).pins && visits.some((other) => other.kind === 'case' && other.case.id === sameAs)
    );
  }

  private async observe(of: Case, host: BenchHost, within: VisitRound): Promise<void> {
    const { inspect } = this.options;
    const { round, purpose, observationMs } = within;
    const twins = this.twinsOf(of, within.visits);
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
      ...this.limit(of),
      ...this.pins(of),
      ...(of.cold && { cold: true }),
      keepChunks: purpose !== 'confirmation' && round <= ROUNDS_WITH_CHUNKS,
      ...(mustVerify && { verifyAgainst: this.options.resultsFileOf(of) }),
    });
    const { verification, ...measured } = observed;
    if (verification) await this.verify(of, compared, verification);
    const order = ++this.order;
    const kind = purpose === 'confirmation' ? 'confirmation' : 'observation';
    for (const { id } of [of, ...twins]) this.append({ kind, case: id, round, order, ...measured });
  }

  /** @throws CorewiseError where the results are not those of serial. */
  private async verify(of: Case, compared: readonly Case[], verification: Verification): Promise<void> {
    const isWrong = verification.verified === false;
    if (of.added && isWrong) throw differs(verification);
    const serialDiffers = isWrong && (await this.options.serialDiffers?.(of));
    for (const { id } of compared) {
      this.verified.add(id);
      const line = { ...verification, ...(serialDiffers && { serialDiffers }) };
      this.append({ kind: 'verification', case: id, ...line });
    }
    if (isWrong) throw differs(verification);
  }

  /** Cases that are the very same run, for which it counts as well. */
  private twinsOf({ id }: Case, visits: readonly Visit[]): Case[] {
    const twins = visits.filter((visit) => this.isTwinAmong(visit, visits));
    return twins.flatMap((visit) => (visit.kind === 'case' && visit.case.sameAs === id ? [visit.case] : []));
  }

  /** What runs on the host's own thread is a program like any other: it runs wherever the system puts it. */
  private pins(of: Case | CeilingPlan): { pins?: readonly number[] } {
    const pins = isInlineEngine(of.engine) ? undefined : this.options.pinsOf?.(of);
    return pins ? { pins } : {};
  }

  private limit(of: Case | CeilingPlan): { limitMs?: number } {
    const limitMs = this.options.limitMsOf?.(of);
    return limitMs === undefined ? {} : { limitMs };
  }

  private async ceiling(of: CeilingPlan, host: BenchHost, within: VisitRound): Promise<void> {
    const { round, observationMs } = within;
    const measured = await host.ceiling({
      visit: visitKey({ kind: 'ceiling', ceiling: of }),
      scenario: this.options.scenarioOf(of),
      engine: of.engine,
      sessions: of.workers,
      ...this.limit(of),
      ...this.pins(of),
      ...(of.chunksize !== undefined && { chunksize: of.chunksize }),
      observationMs,
      openEndedMs: this.options.openEndedMs,
    });
    const cpus = of.cpus ? [...of.cpus] : null;
    this.append({ kind: 'ceiling', ...of, cpus, round, order: ++this.order, ...measured });
  }
}

function differs({ difference }: Verification): CorewiseError {
  return new CorewiseError(`results differ from serial: ${difference}`);
}
