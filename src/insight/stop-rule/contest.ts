import type { Case } from '../../measure/cases/index.js';
import type { VisitCosts } from '../../measure/preparation/index.js';
import type { Decision, Earlier, History, StopReason } from '../../measure/runner/index.js';
import type { RecordHeader, RecordLine } from '../../record/index.js';
import { counted } from '../../stats/index.js';
import type { Measurements } from '../analysis/index.js';
import type { Standings } from './race.js';

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
  /** What was measured before the run was resumed. */
  earlier?: Pick<Earlier, 'lines' | 'rounds' | 'unfinished'>;
  /** Cases that what was measured so far advises to try. Absent: none are. */
  advise?(lines: readonly RecordLine[]): readonly Case[];
  /** The best setting of each scenario is looked for, by what lines say of each case. Absent: every case is measured. */
  tune?(lines: readonly RecordLine[]): Pick<Measurements, 'samples'>;
}

export type Stop = Extract<Decision, { stop: unknown }>;

/** Decides what the next round visits, or that it is enough; repeats and the confirmation come besides. */
export interface Contest {
  /** Of the round that was decided last, ms. */
  readonly observationMs: number;
  /** `roundsMs`: what the rounds took so far, without repeats. */
  next(history: History, costs: VisitCosts, roundsMs: number): Decision;
}

/** Of the time allowed, what the planned rounds may take; the rest is for repeats and confirmation. */
export const PLANNED_SHARE = 0.8;

export function stop(reason: StopReason, message: string): Stop {
  return { stop: { reason, message } };
}

/** `3 rounds`; `unfinished`: of those, rounds that were broken off before the run went on. */
export function finished(done: number, unfinished = 0): string {
  return counted(done - unfinished, 'round');
}

export function timeWasShort(maxTimeMs: number): string {
  return `Time was short (--max-time ${Math.round(maxTimeMs / 1000)}s).`;
}
