import { type Case, workKey } from '../../measure/cases/index.js';
import type { Interval } from '../../stats/index.js';
import type { Analysis } from '../analysis/index.js';
import type { AdvisedChunksize } from './advised-chunksize.js';
import type { AnyOrder } from './any-order.js';
import type { ChunkCheck, ExpectedPass } from './check.js';
import type { TaskTimes } from './task-times.js';

/** How many tasks to send at once in one setting, and what that rests on. Times in ms, intervals of 95 %. */
export interface ChunkAdvice extends AdvisedChunksize {
  scenario: string;
  params: Case['params'];
  engine: string;
  dispatch: string;
  workers: number;
  cores: number;
  cpus: readonly number[] | null;
  tasks: number;
  /** The mean pass by chunksize, ascending. */
  expected: ExpectedPass[];
  /** What was measured of the same setting, ascending. */
  measured: { chunksize: number; case: string; wallMs: number; low: number; high: number }[];
  /** Serial's measured pass ÷ the one expected at the advised chunksize; null where serial was not measured. */
  speedup: Interval | null;
  /** The advice where the tasks come in another order; null where they are equal, or too coarsely known. */
  anyOrder: AnyOrder | null;
  check: ChunkCheck | null;
  /** Shortest task, serial, for which some pool of this engine pays; null where it is not known that one does. */
  smallestTaskMs: Interval | null;
  /** Shortest job, serial, for which starting this pool for it alone pays; null where none does. */
  smallestJobMs: Interval | null;
  basis: {
    times: TaskTimes['from'];
    /** The case whose task times these are, and those that the costs are from. */
    timesCase: string;
    costCases: readonly string[];
    rounds: number;
    /** What a chunk costs and what a task costs could be told apart. */
    separated: boolean;
  };
}

/** An analysis that can also be asked how many tasks to send at once. */
export interface AdvisedAnalysis extends Analysis {
  readonly chunkAdvice: readonly ChunkAdvice[];
}

type Setting = Pick<
  Case,
  'scenario' | 'params' | 'engine' | 'dispatch' | 'workers' | 'cores' | 'cpus' | 'quota'
>;

/** Advice for just this setting. */
export function adviceFor(one: Setting, all: readonly ChunkAdvice[]): ChunkAdvice | undefined {
  return all.find((advice) => settingKey(advice) === settingKey(one));
}

/** Equal for settings that differ in their chunksize at most. */
export function settingKey(one: Setting): string {
  return JSON.stringify([
    workKey(one),
    one.engine,
    one.dispatch,
    one.workers,
    one.cores,
    one.cpus,
    one.quota,
  ]);
}

/**
 * The chunksize that everything which names one for a setting names: the advised one; where a sweep proved the advice
 * wrong, the one that it measured fastest.
 */
export function namedChunksize({
  advised,
  measured,
  check,
}: {
  advised: number;
  measured: readonly { chunksize: number; case: string }[];
  check: { verdict: string; best: string } | null;
}): number {
  if (check?.verdict !== 'disagrees') return advised;
  return measured.find((one) => one.case === check.best)?.chunksize ?? advised;
}
