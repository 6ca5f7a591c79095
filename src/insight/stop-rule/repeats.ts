import { type Case, isReferenceOf, SERIAL } from '../../measure/cases/index.js';
import { ceilingsFor, type VisitCosts, visitCostMs } from '../../measure/preparation/index.js';
import {
  type CeilingPlan,
  type History,
  type Visit,
  type VisitNext,
  visitKey,
} from '../../measure/runner/index.js';
import type { RecordHeader, RecordLine } from '../../record/index.js';
import { isDisturbed } from '../analysis/index.js';

/** Of the time allowed, what repeats may take: half of what is kept for them and the confirmation. */
const REPEATS_SHARE = 0.1;
/** Without a limit of time, what repeats may take of what the rounds take. */
const REPEATS_TO_ROUNDS = 1 / 3;
/** How often a block is repeated within a round. */
const ATTEMPTS = { timed: 2, untimed: 1 };
/** Repeats are given up where, after so many, more than this share of them was disturbed too. */
const FUTILE = { tried: 8, share: 2 / 3 };

export interface RepeatsOptions {
  cases: readonly Case[];
  gate: RecordHeader['plan']['gate'];
  rounds: number | null;
  maxTimeMs: number | null;
  /** Whether what its figures are ratios to is repeated with a visit; default: it is. */
  blocks?: boolean;
}

type Measured = Extract<RecordLine, { kind: 'observation' | 'ceiling' }>;

/**
 * Disturbed visits of the round just done, each with its whole block (the references of its figures and its
 * ceiling) unless told otherwise, once more in the same round: chosen by the gate that was fixed before the run, never by the outcome.
 * Both stay in the record. Where most repeats are disturbed as well the machine is simply busy, and more rounds
 * serve better.
 */
export class Repeats {
  /** Time that repeats took, ms. */
  spentMs = 0;
  private begunAt: number | undefined;
  private round = 0;
  private attempts = new Map<string, number>();
  private repeated: string[] = [];
  private tried = 0;
  private inVain = 0;

  constructor(private readonly options: RepeatsOptions) {}

  /** Visits to repeat now; undefined where none is disturbed, or no time or hope is left. */
  next(history: History, observationMs: number, costs: VisitCosts): VisitNext | undefined {
    this.account(history);
    const disturbed = disturbedVisits(this.linesOf(history), this.options);
    this.learn(disturbed);
    if (history.rounds === 0 || this.isFutile) return undefined;
    const due = disturbed.filter((visit) => (this.attempts.get(visitKey(visit)) ?? 0) < this.limit);
    const costOf = (visits: readonly Visit[]) =>
      visits.reduce((sum, visit) => sum + visitCostMs(visit, observationMs, costs), 0);
    const visits = new Map<string, Visit>();
    for (const visit of due) {
      const added = this.blockOf(visit, history).filter((each) => !visits.has(visitKey(each)));
      if (costOf([...visits.values(), ...added]) > this.timeLeftMs(history)) continue;
      for (const each of added) visits.set(visitKey(each), each);
      this.attempts.set(visitKey(visit), (this.attempts.get(visitKey(visit)) ?? 0) + 1);
      this.repeated.push(visitKey(visit));
    }
    if (visits.size === 0) return undefined;
    this.begunAt = history.elapsedMs;
    return { visits: [...visits.values()], observationMs, purpose: 'repeat' };
  }

  private account({ elapsedMs, rounds }: History): void {
    if (this.begunAt !== undefined) this.spentMs += elapsedMs - this.begunAt;
    this.begunAt = undefined;
    if (rounds !== this.round) this.attempts = new Map();
    this.round = rounds;
  }

  private learn(disturbed: readonly Visit[]): void {
    const still = new Set(disturbed.map(visitKey));
    this.tried += this.repeated.length;
    this.inVain += this.repeated.filter((key) => still.has(key)).length;
    this.repeated = [];
  }

  private get isFutile(): boolean {
    return this.tried >= FUTILE.tried && this.inVain > FUTILE.share * this.tried;
  }

  private get limit(): number {
    return this.options.maxTimeMs === null ? ATTEMPTS.untimed : ATTEMPTS.timed;
  }

  private timeLeftMs({ elapsedMs, rounds: done }: History): number {
    const { maxTimeMs, rounds } = this.options;
    if (maxTimeMs !== null) {
      return Math.min(REPEATS_SHARE * maxTimeMs - this.spentMs, maxTimeMs - elapsedMs);
    }
    const allRoundsMs = ((elapsedMs - this.spentMs) / done) * (rounds ?? done);
    return REPEATS_TO_ROUNDS * allRoundsMs - this.spentMs;
  }

  private linesOf({ lines, rounds }: History): Measured[] {
    return lines.filter(
      (line): line is Measured =>
        (line.kind === 'observation' || line.kind === 'ceiling') && line.round === rounds,
    );
  }

  private blockOf(visit: Visit, history: History): Visit[] {
    if (this.options.blocks === false) return [visit];
    const measured = new Set(
      this.linesOf(history).map((line) => (line.kind === 'observation' ? line.case : '')),
    );
    const cases = this.options.cases.filter((one) => measured.has(one.id));
    if (visit.kind === 'ceiling') {
      return [...cases.filter((one) => one.id === visit.ceiling.reference).map(visitTo), visit];
    }
    const block = cases.filter((one) => one === visit.case || isReferenceOf(one, visit.case));
    const ceilings = ceilingsFor(block).filter(({ workers }) => workers === visit.case.workers);
    return [...block.map(visitTo), ...ceilings.map((ceiling): Visit => ({ kind: 'ceiling', ceiling }))];
  }
}

function visitTo(one: Case): Visit {
  return { kind: 'case', case: one };
}

/** Visits of which the round has no undisturbed line; serial first, since most figures rest on it. */
function disturbedVisits(lines: readonly Measured[], { cases, gate }: RepeatsOptions): Visit[] {
  const disturbed = new Map<string, { visit: Visit; isDisturbed: boolean }>();
  for (const line of lines) {
    const visit = visitOf(line, cases);
    if (!visit) continue;
    const key = visitKey(visit);
    const before = disturbed.get(key)?.isDisturbed ?? true;
    disturbed.set(key, { visit, isDisturbed: before && isDisturbed(line.disturbance, gate) });
  }
  const visits = [...disturbed.values()].filter((each) => each.isDisturbed).map(({ visit }) => visit);
  return visits.sort((a, b) => Number(isSerial(b)) - Number(isSerial(a)));
}

function isSerial(visit: Visit): boolean {
  return visit.kind === 'case' && visit.case.engine === SERIAL;
}

function visitOf(line: Measured, cases: readonly Case[]): Visit | undefined {
  if (line.kind === 'ceiling') return { kind: 'ceiling', ceiling: planOf(line) };
  const measured = cases.find(({ id }) => id === line.case);
  return measured && visitTo(measured);
}

function planOf({ quota, chunksize, ...line }: CeilingPlan): CeilingPlan {
  const { scenario, params, engine, workers, cores, cpus, reference } = line;
  return {
    ...{ scenario, params, engine, workers, cores, cpus, reference },
    ...(quota !== undefined && { quota }),
    ...(chunksize !== undefined && { chunksize }),
  };
}
