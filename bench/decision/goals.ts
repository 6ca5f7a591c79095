import type { Gain } from './cells.js';
import type { Made } from './results.js';
import { type Summary, summarise } from './summary.js';

export interface Goal {
  asked: string;
  count: number;
  of: number;
  isMet: boolean;
}

const LEAST_RUNS = 100;

/** What the runs are held against; a goal of no runs is missed. */
export function goalsOf(runs: readonly Made[]): Goal[] {
  const all = summarise(runs);
  const at = (gain: Gain) => summarise(runs.filter(({ cell }) => cell.gain === gain));
  return [
    { asked: `at least ${LEAST_RUNS} runs`, count: all.runs, of: LEAST_RUNS, isMet: all.runs >= LEAST_RUNS },
    atMost('wrong in 2 % of all runs at most', all.wrong, all.runs, 0.02),
    atLeast('decided rightly in 95 % at 1.9×', at(1.9), 0.95),
    atLeast('decided rightly in 95 % at 0.7×', at(0.7), 0.95),
    atLeast('decided rightly in 80 % at 1.2×', at(1.2), 0.8),
    atMost('never a pool at 1.0×', at(1).wrong, at(1).runs, 0),
  ];
}

const atLeast = (asked: string, { right, runs }: Summary, share: number): Goal => ({
  asked,
  count: right,
  of: runs,
  isMet: runs > 0 && right >= share * runs,
});

const atMost = (asked: string, count: number, of: number, share: number): Goal => ({
  asked,
  count,
  of,
  isMet: of > 0 && count <= share * of,
});
