import jStat from 'jstat';
import type { Interval } from './interval.js';
import { mean, sum } from './summary.js';

/**
 * A positive estimate with its 95 % interval, from what it comes to without each of g groups of the data: on the log
 * scale the variance is (g − 1) ÷ g · Σ (θ₋ᵢ − θ̄)² (delete-a-group jackknife; Tukey 1958, Shao and Tu 1995), and the
 * interval Student's t with g − 1 degrees of freedom. Just the estimate where there are fewer than two groups.
 */
export function jackknifeInterval(value: number, without: readonly number[]): Interval {
  const groups = without.length;
  if (groups < 2) return { value, low: value, high: value };
  const logs = without.map(Math.log);
  const centre = mean(logs);
  const variance = ((groups - 1) / groups) * sum(logs.map((log) => (log - centre) ** 2));
  const factor = Math.exp(jStat.studentt.inv(0.975, groups - 1) * Math.sqrt(variance));
  return { value, low: value / factor, high: value * factor };
}
