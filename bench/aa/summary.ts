import jStat from 'jstat';
import type { Interval } from '../../src/stats/index.js';
import type { Entry } from './state.js';

const excludesOne = (interval: Interval | null): boolean =>
  interval !== null && (interval.low > 1 || interval.high < 1);

/** How many of some comparisons were called different by their single, uncorrected interval. */
export interface Called {
  comparisons: number;
  undisturbed: number;
  all: number;
  /** Comparisons of which every round was undisturbed. */
  quiet: number;
  medianHalfWidth: number;
}

export function calledDifferent(entries: readonly Entry[]): Called {
  const widths = entries.flatMap(({ undisturbed: i }) =>
    i === null ? [] : [(i.high - i.low) / 2 / i.value],
  );
  return {
    comparisons: entries.length,
    undisturbed: entries.filter(({ undisturbed }) => excludesOne(undisturbed)).length,
    all: entries.filter(({ all }) => excludesOne(all)).length,
    quiet: entries.filter(({ disturbedRounds }) => disturbedRounds === 0).length,
    medianHalfWidth: jStat.median(widths),
  };
}

/** What honest 95 % intervals exceed in at most 2.5 % of such series: 16 of 200. */
export function mostByChance(comparisons: number): number {
  let most = 0;
  while (jStat.binomial.cdf(most, comparisons, 0.05) < 0.975) most++;
  return most;
}
