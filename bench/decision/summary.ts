import { mean, median, quantile } from '../../src/stats/index.js';
import { type Gain, gains, type Machine, machines } from './cells.js';
import { judge } from './judge.js';
import type { Made } from './results.js';

/** What became of some runs. */
export interface Summary {
  runs: number;
  decided: number;
  right: number;
  wrong: number;
  failed: number;
  /** Of the runs that decided, ms; null without one. */
  timeMs: { median: number; p90: number } | null;
  /** Intervals that hold the truth, of those whose truth is known. */
  held: number;
  known: number;
  /** Median speedup of the pools that the answers are about. */
  value: number | null;
  /** Mean share of a run's time in which passes were measured. */
  measuredShare: number | null;
}

export function summarise(runs: readonly Made[]): Summary {
  const answered = runs.flatMap((run) =>
    run.answer ? [{ ...run, answer: run.answer, ...judge(run.cell.gain, run.answer) }] : [],
  );
  const count = (isLike: (run: (typeof answered)[number]) => boolean) => answered.filter(isLike).length;
  const times = answered.filter(({ isDecided }) => isDecided).map(({ answer }) => answer.elapsedMs);
  const values = answered.flatMap(({ answer }) => answer.speedup?.value ?? []);
  const shares = answered.flatMap(({ measuredShare }) => measuredShare ?? []);
  return {
    runs: runs.length,
    decided: times.length,
    right: count(({ isRight }) => isRight),
    wrong: count(({ isWrong }) => isWrong),
    failed: runs.length - answered.length,
    timeMs: times.length === 0 ? null : { median: median(times), p90: quantile(times, 0.9) },
    held: count(({ truth, answer: { speedup } }) => truth !== null && holds(speedup, truth)),
    known: count(({ truth, answer }) => truth !== null && answer.speedup !== null),
    value: values.length === 0 ? null : median(values),
    measuredShare: shares.length === 0 ? null : mean(shares),
  };
}

const holds = (speedup: { low: number; high: number } | null, truth: number): boolean =>
  speedup !== null && speedup.low <= truth && truth <= speedup.high;

export interface Row {
  gain: Gain;
  /** The machine, or the length of a pass. */
  of: string;
  summary: Summary;
}

export const byMachine = (runs: readonly Made[]): Row[] =>
  rows(runs, machines, ({ cell }) => cell.machine, nameOfMachine);

export const byPass = (runs: readonly Made[]): Row[] =>
  rows(
    runs,
    [...new Set(runs.map(({ cell }) => cell.passS))].sort((a, b) => a - b),
    ({ cell }) => cell.passS,
    (passS) => `${passS} s`,
  );

const nameOfMachine = (machine: Machine): string =>
  ({ quiet: 'quiet', bursts: 'a CPU, 3 s of 6', quarter: 'a quarter of a CPU' })[machine];

function rows<Key>(
  runs: readonly Made[],
  keys: readonly Key[],
  keyOf: (run: Made) => Key,
  nameOf: (key: Key) => string,
): Row[] {
  const all = gains.flatMap((gain) =>
    keys.map((key) => ({
      gain,
      of: nameOf(key),
      runs: runs.filter((run) => run.cell.gain === gain && keyOf(run) === key),
    })),
  );
  return all.flatMap(({ runs: own, ...row }) =>
    own.length === 0 ? [] : [{ ...row, summary: summarise(own) }],
  );
}
