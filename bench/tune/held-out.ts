import { groupBy, measurementsOf } from '../../src/insight/analysis/index.js';
import { playTuning } from '../../src/insight/stop-rule/testing/play.js';
import { effectsOf } from '../../src/insight/stop-rule/tuning/effects.js';
import { isContender } from '../../src/insight/stop-rule/tuning/search.js';
import { workKey } from '../../src/measure/cases/index.js';
import type { RunRecord } from '../../src/record/index.js';
import { type Interval, jStat, mean, type Random, shuffle } from '../../src/stats/index.js';

type Samples = ReturnType<typeof measurementsOf>['samples'];

/** Of the rounds, the share that is held out of each play. */
const HELD_OUT = 1 / 5;

/**
 * By work, how much slower what tuning finds is than what measuring everything finds, as a fraction, on rounds that
 * neither has seen: of each play a fifth of the rounds, drawn by chance, judge what the others chose. The best of many
 * noisy figures looks better than it is, but only in the rounds that it was chosen by. What measuring everything finds
 * need not be the best either: no estimate of the largest expected value is without bias (van Hasselt 2013).
 *
 * `value` is the mean over plays with a 95 % interval, rather too wide than too narrow: plays share rounds (Nadeau and
 * Bengio 2003). Null where there is only one round, or one play.
 */
export function heldOutRegrets(grid: RunRecord, plays: number, random: Random): Map<string, Interval | null> {
  const { samples, cases } = measurementsOf(grid);
  const rounds = [...new Set([...samples.values()].flatMap((own) => [...own.keys()]))].sort((a, b) => a - b);
  const settings = groupBy(cases.filter(isContender), workKey);
  const count = Math.max(1, Math.round(HELD_OUT * rounds.length));
  const behind = new Map([...settings.keys()].map((work): [string, number[]] => [work, []]));
  for (let i = 0; i < plays && count < rounds.length; i++) {
    const order = shuffle(rounds, random);
    const judges = order.splice(0, count);
    const { picks } = playTuning(grid, order);
    const [chosenBy, judgedBy] = [only(samples, order), only(samples, judges)];
    for (const [work, own] of settings) {
      const ids = own.map(({ id }) => id);
      const best = effectsOf(chosenBy, ids).standings[0]?.id;
      const { standings } = effectsOf(judgedBy, ids);
      const [most, found] = [best, picks.get(work)].map((id) => standings.find((one) => one.id === id));
      if (most && found) behind.get(work)!.push(most.value - found.value);
    }
  }
  const overlap = count / (rounds.length - count);
  return new Map([...behind].map(([work, logs]) => [work, regretOf(logs, overlap)]));
}

function only(samples: Samples, rounds: readonly number[]): Samples {
  return new Map(
    [...samples].map(([id, own]) => [id, new Map([...own].filter(([round]) => rounds.includes(round)))]),
  );
}

/** `overlap`: rounds that judge ÷ rounds that choose. */
function regretOf(logs: readonly number[], overlap: number): Interval | null {
  if (logs.length < 2) return null;
  const error = jStat().stdev([...logs], true) * Math.sqrt(1 / logs.length + overlap);
  const half = jStat().studentt.inv(0.975, logs.length - 1) * error;
  const [value, low, high] = [0, -half, half].map((off) => Math.expm1(mean(logs) + off));
  return { value: value!, low: low!, high: high! };
}
