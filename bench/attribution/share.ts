import jStat from 'jstat';
import { type Loss, totalLoss } from '../../src/insight/analysis/index.js';
import type { Interval } from '../../src/stats/index.js';
import { mean } from '../../src/stats/index.js';
import type { Pair } from './pair.js';

/** What the pairs say of one cause. */
export interface Share {
  pairs: number;
  /** Δ(loss), injected − baseline, worker-ms per pass. */
  effect: Interval | null;
  /** Δ(expected causes) ÷ Δ(loss). */
  share: Interval | null;
}

export function shareOf(pairs: readonly Pair[], expected: readonly (keyof Loss)[]): Share {
  const whole = pairs.map(({ baseline, injected }) => totalLoss(injected.loss) - totalLoss(baseline.loss));
  const found = pairs.map(({ baseline, injected }) =>
    expected.reduce((sum, cause) => sum + injected.loss[cause] - baseline.loss[cause], 0),
  );
  return { pairs: pairs.length, effect: meanInterval(whole), share: ratioOfMeans(found, whole) };
}

/** A ratio of means with a t interval on the residuals (Cochran, Sampling Techniques, 1977, 6.4). */
function ratioOfMeans(above: readonly number[], below: readonly number[]): Interval | null {
  const value = mean(above) / mean(below);
  const residuals = meanInterval(above.map((each, pair) => each - value * below[pair]!));
  if (residuals === null || !Number.isFinite(value)) return null;
  const half = (residuals.high - residuals.low) / 2 / Math.abs(mean(below));
  return { value, low: value - half, high: value + half };
}

function meanInterval(values: readonly number[]): Interval | null {
  if (values.length < 2) return null;
  const t = jStat.studentt.inv(0.975, values.length - 1);
  const half = (t * jStat.stdev([...values], true)) / Math.sqrt(values.length);
  const value = mean(values);
  return { value, low: value - half, high: value + half };
}

/**
 * The smallest effect, as a share of the baseline's own worker time, that is told from nothing. An injection has
 * side effects of a few per cent (a memory hog also takes CPU time), which are no test of the cause it stands for.
 */
const LEAST_EFFECT = 0.05;

export type Judgement =
  | 'pass'
  | 'fail'
  | 'too few pairs'
  | 'machine too disturbed to tell'
  | 'cannot tell: this machine shows no effect';

/** Passes when the interval reaches 0.9 and the middle 0.85. `workerMs`: the baseline's workers × wall time. */
export function judge({ effect, share }: Share, workerMs: number): Judgement {
  if (effect === null || share === null) return 'too few pairs';
  if (effect.low <= 0 || effect.value < LEAST_EFFECT * workerMs)
    return 'cannot tell: this machine shows no effect';
  return share.high >= 0.9 && share.value >= 0.85 ? 'pass' : 'fail';
}
