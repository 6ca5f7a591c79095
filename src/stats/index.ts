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
  formatChange,
  formatCores,
  formatCount,
  formatInterval,
  formatMemory,
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
export {
  dividedBy,
  exactly,
  type Interval,
  inverseOf,
  liesAbove,
  liesBelow,
  logHalfWidth,
  productOf,
  scaledBy,
} from './interval.js';
export { type Random, seededRandom, shuffle } from './random.js';
export { runLengths, standsFor, sumsOfRuns } from './runs.js';
export { halfWidth, meanInterval, ratioInterval, ratioOf, type SeriesSummary } from './series.js';
export {
  evenly,
  geometricMean,
  jackknifeInterval,
  jStat,
  largest,
  mean,
  median,
  medianInterval,
  quantile,
  quantileOfSorted,
  smallest,
  sum,
} from './summary.js';
export { type TwoClusters, twoClusters } from './two-clusters.js';
export {
  DISTURBANCE_GATE,
  EQUIVALENCE_MARGIN,
  MIN_ROUNDS_FOR_VERDICT,
  type Verdict,
  verdict,
  verdicts,
} from './verdict.js';
