import { type Interval, logHalfWidth } from './interval.js';
import { pValue, ratioOf, type SeriesSummary } from './series.js';
import { jStat, mean, sum } from './summary.js';
import { holmLevels, isEquivalent, moreNeeded } from './verdict.js';

/** A mean on the log scale, and the independent parts of its variance. */
export interface Estimate {
  mean: number;
  parts: readonly { variance: number; degreesOfFreedom: number }[];
}

/** Where a variance is known instead of estimated. Beyond this the t distribution is the normal one. */
export const KNOWN = 1e6;

/** The mean of independent values on the log scale, at least two of them. */
export function estimateOf(values: readonly number[]): Estimate {
  const deviation = jStat().stdev([...values], true);
  const variance = deviation ** 2 / values.length;
  return { mean: mean(values), parts: [{ variance, degreesOfFreedom: values.length - 1 }] };
}

/** What the t interval of `count` values says of their mean, on the log scale. */
export function estimateBehind(interval: Interval, count: number): Estimate {
  const degreesOfFreedom = count - 1;
  const error = logHalfWidth(interval) / jStat().studentt.inv(0.975, degreesOfFreedom);
  return { mean: Math.log(interval.value), parts: [{ variance: error ** 2, degreesOfFreedom }] };
}

/** One estimate on its own, for its interval; degrees of freedom after Satterthwaite (1946). */
export function summaryOf({ mean: centre, parts }: Estimate): SeriesSummary {
  const variance = sum(parts.map((part) => part.variance));
  const spread = sum(parts.map((part) => part.variance ** 2 / part.degreesOfFreedom));
  return {
    mean: centre,
    standardError: Math.sqrt(variance),
    degreesOfFreedom: spread === 0 ? KNOWN : Math.min(KNOWN, variance ** 2 / spread),
  };
}

/** One estimate minus another, without assuming that they vary alike (Welch 1947). */
export function differenceOf(one: Estimate, other: Estimate): SeriesSummary {
  return summaryOf({ mean: one.mean - other.mean, parts: [...one.parts, ...other.parts] });
}

/** The standard deviation of each of two independent values whose difference has this half-width at 95 %. */
export function deviationBehind(halfWidth: number): number {
  return halfWidth / (jStat().studentt.inv(0.975, KNOWN) * Math.SQRT2);
}

/** Half of the 95 % interval of a value that is known to scatter so. */
export function halfWidthOf(deviation: number): number {
  return deviation * jStat().studentt.inv(0.975, KNOWN);
}

/** What a difference on the log scale amounts to; `ratio` is the uncorrected 95 % interval. */
export interface DifferenceVerdict {
  verdict: 'same' | 'faster' | 'slower' | 'cannot tell yet';
  ratio: Interval;
  /** About how many times as many values would tell; null where it is told, or no number would. */
  timesAsMany: number | null;
}

/** A family of differences, judged as `verdicts` judges log ratios within rounds: equivalence first, then Holm. */
export function differenceVerdicts(family: readonly SeriesSummary[]): DifferenceVerdict[] {
  const levels = holmLevels(family.map(pValue));
  return family.map((summary, i) => {
    const ratio = ratioOf(summary);
    if (isEquivalent(summary)) return { verdict: 'same', ratio, timesAsMany: null };
    if (levels[i] != null)
      return { verdict: summary.mean > 0 ? 'faster' : 'slower', ratio, timesAsMany: null };
    return { verdict: 'cannot tell yet', ratio, timesAsMany: moreNeeded(summary) };
  });
}

/**
 * Which log ratios of a family are surely below `bound`: one-sided t tests at 5 %, corrected for the number of
 * comparisons (Holm 1979).
 */
export function surelyBelow(family: readonly SeriesSummary[], bound: number): boolean[] {
  return holmLevels(family.map((summary) => lowerTail(summary, bound))).map((level) => level !== null);
}

/** p value of "the log ratio is `bound` or more". */
function lowerTail({ mean: centre, standardError, degreesOfFreedom }: SeriesSummary, bound: number): number {
  if (standardError === 0) return centre < bound ? 0 : 1;
  return jStat().studentt.cdf((centre - bound) / standardError, degreesOfFreedom);
}
