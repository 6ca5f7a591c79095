import { ceilingName, type RecordLine } from '../../record/index.js';
import type { Case } from '../cases/index.js';

/** What a ceiling is measured for: all cases that differ only in dispatch, and but for commands in chunksize, share it. */
export interface CeilingPlan {
  scenario: string;
  params: Case['params'];
  engine: string;
  workers: number;
  cores: number;
  cpus: readonly number[] | null;
  quota?: number | undefined;
  /** Where every chunk starts a program, which is part of the work; else it is 1. */
  chunksize?: number | undefined;
  /** Id of the one-worker case (imapUnordered, that chunksize) that it is a multiple of. */
  reference: string;
}

export type Visit = { kind: 'case'; case: Case } | { kind: 'ceiling'; ceiling: CeilingPlan };

export type StopReason = Extract<RecordLine, { kind: 'stopped' }>['reason'];

/** A case that is measured no further, and why. */
export type DecidedCase = Omit<Extract<RecordLine, { kind: 'settled' }>, 'kind'>;

/**
 * What visits are for: the next round; the round just done, once more, where some of it was disturbed; or the
 * confirmation of what the rounds said, apart from them.
 */
export type Purpose = 'round' | 'repeat' | 'confirmation';

export interface VisitNext {
  visits: readonly Visit[];
  observationMs: number;
  /** Default: the next round. */
  purpose?: Purpose;
  /** Cases that nobody asked for when the run began. */
  added?: readonly { case: Case; reason: string }[];
  /** Cases that are left out because time is short. */
  dropped?: readonly { case: string; reason: string }[];
  /** Cases that are measured no further. */
  decided?: readonly DecidedCase[];
}

export type Decision =
  | VisitNext
  | { stop: { reason: StopReason; message: string }; decided?: readonly DecidedCase[] };

/** What a stop rule may know: what was recorded, and what the visits cost. */
export interface History {
  lines: readonly RecordLine[];
  /** Complete rounds. */
  rounds: number;
  /** Complete rounds of the confirmation. */
  confirmations: number;
  elapsedMs: number;
  /** Time of the last visit, start-up and warm-up included, by `visitKey`. */
  visitMs: ReadonlyMap<string, number>;
}

/** Decides, before each round, repeat or confirmation, which cases to visit in it, or that it is enough. */
export type StopRule = (history: History) => Decision;

export function visitKey(visit: Visit): string {
  return visit.kind === 'case' ? visit.case.id : ceilingName(visit.ceiling);
}
