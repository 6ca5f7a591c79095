import { measurementsOf } from '../../src/insight/analysis/index.js';
import { playTuning, visitsByWork } from '../../src/insight/stop-rule/testing/play.js';
import { type Effects, effectsOf } from '../../src/insight/stop-rule/tuning/effects.js';
import { isContender } from '../../src/insight/stop-rule/tuning/search.js';
import { workKey } from '../../src/measure/cases/index.js';
import type { RunRecord } from '../../src/record/index.js';
import { type Interval, mean, quantile, type Random, shuffle, sum } from '../../src/stats/index.js';
import { heldOutRegrets } from './held-out.js';

/** What tuning makes of one scenario of a grid. */
export interface Judged {
  scenario: string;
  params: Readonly<Record<string, unknown>>;
  settings: number;
  /** Ids: the grid's best, and what tuning finds most often. */
  best: string;
  found: string;
  /** Of the difference of two settings over all rounds of the grid, as a fraction. */
  standardError: number;
  /**
   * How much slower what is found is than the grid's best, by the grid's figures, in each play: by those that the best
   * was chosen by, which flatter it.
   */
  regrets: readonly number[];
  /** The same on average, by rounds that neither was chosen by; null below two rounds or plays. */
  heldOut: Interval | null;
  /** Share of the plays in which that is at most 2 %. */
  good: number;
  /** Observations and ceilings, on average. */
  visits: number;
  /** Those of the grid, and its rounds. */
  gridVisits: number;
  rounds: number;
}

export const GOAL = { regret: 0.02, good: 0.95, used: 1 / 3 };

/** Plays tuning over the rounds of a grid, `plays` times, each time in another order. */
export function judge(grid: RunRecord, plays: number, random: Random): Judged[] {
  const { samples, cases } = measurementsOf(grid);
  const rounds = [...new Set([...samples.values()].flatMap((own) => [...own.keys()]))].sort((a, b) => a - b);
  const played = Array.from({ length: plays }, () => playTuning(grid, shuffle(rounds, random)));
  const gridVisits = visitsByWork(grid.lines, cases);
  const heldOut = heldOutRegrets(grid, plays, random);
  return [...new Set(cases.map(workKey))].flatMap((work) => {
    const own = cases.filter((one) => workKey(one) === work && isContender(one));
    const effects = effectsOf(
      samples,
      own.map(({ id }) => id),
    );
    const best = effects.standings[0];
    const first = own[0];
    if (!best || !first) return [];
    const found = played.map(({ picks }) => picks.get(work));
    const regrets = found.map((id) => regretOf(id, effects));
    return {
      ...{ scenario: first.scenario, params: first.params, settings: effects.standings.length },
      best: best.id,
      found: mostFrequent(found),
      standardError: effects.noise * Math.sqrt(2 / rounds.length),
      regrets,
      heldOut: heldOut.get(work) ?? null,
      good: regrets.filter((regret) => regret <= GOAL.regret).length / plays,
      visits: mean(played.map(({ visits }) => visits.get(work) ?? 0)),
      gridVisits: gridVisits.get(work) ?? 0,
      rounds: rounds.length,
    };
  });
}

/**
 * Observations of all of them ÷ those of the grid, or of a grid of `rounds`: a scenario of few settings saves little,
 * and costs little.
 */
export function usedBy(
  judged: readonly Pick<Judged, 'visits' | 'gridVisits' | 'rounds'>[],
  rounds?: number,
): number {
  const all = judged.map((one) => one.gridVisits * ((rounds ?? one.rounds) / one.rounds));
  return sum(judged.map(({ visits }) => visits)) / sum(all);
}

export function isFound({ good }: Pick<Judged, 'good'>): boolean {
  return good >= GOAL.good;
}

/** `share`: 0.5 is the median. */
export function regretAt({ regrets }: Judged, share: number): number {
  return quantile([...regrets], share);
}

/** Infinite where nothing was found. */
function regretOf(id: string | undefined, { standings }: Effects): number {
  const found = standings.find((standing) => standing.id === id);
  return found ? Math.expm1(standings[0]!.value - found.value) : Number.POSITIVE_INFINITY;
}

function mostFrequent(ids: readonly (string | undefined)[]): string {
  const counts = new Map<string, number>();
  for (const id of ids) counts.set(id ?? 'nothing', (counts.get(id ?? 'nothing') ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 'nothing';
}
