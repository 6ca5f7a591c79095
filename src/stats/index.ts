export {
  type DifferenceVerdict,
  deviationBehind,
  differenceOf,
  differenceVerdicts,
  type Estimate,
  estimateBehind,
  estimateOf,
  halfWidthOf,
  KNOWN,
  summaryOf,
  surelyBelow,
} from './difference.js';
export {
  counted,
  formatCores,
  formatCount,
  formatInterval,
  formatMs,
  formatMsInterval,
  formatPercent,
  formatPercentInterval,
  formatRate,
  formatRatio,
  formatRatioInterval,
  inWords,
  listed,
} from './format.js';
export { type Interval, liesAbove, liesBelow } from './interval.js';
export { jackknifeInterval } from './jackknife.js';
export { type Random, seededRandom, shuffle } from './random.js';
export { ratioInterval, ratioOf } from './ratio.js';
export { halfWidth, meanInterval, type SeriesSummary } from './series.js';
export { geometricMean, mean, median, medianInterval, quantile, quantileOfSorted, sum } from './summary.js';
export { type TwoClusters, twoClusters } from './two-clusters.js';
export { EQUIVALENCE_MARGIN, MIN_ROUNDS_FOR_VERDICT, type Verdict, verdict, verdicts } from './verdict.js';
