export {
  counted,
  formatCores,
  formatCount,
  formatInterval,
  formatMs,
  formatPercent,
  formatRate,
  formatRatio,
  formatRatioInterval,
  inWords,
  listed,
} from './format.js';
export type { Interval } from './interval.js';
export { type Random, seededRandom, shuffle } from './random.js';
export { ratioInterval } from './ratio.js';
export { geometricMean, mean, median, medianInterval, quantile, sum } from './summary.js';
export { EQUIVALENCE_MARGIN, MIN_ROUNDS_FOR_VERDICT, type Verdict, verdict, verdicts } from './verdict.js';
