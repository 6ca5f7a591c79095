import { mean } from '../../stats/index.js';
import type { Work } from './evidence.js';

/** The longest task ÷ the mean; 1 where single tasks were not timed. */
export function longestShare({ taskMs, isPerTask }: Work): number {
  if (taskMs.length === 0 || !isPerTask) return 1;
  const centre = mean(taskMs);
  return centre > 0 ? taskMs.reduce((a, b) => Math.max(a, b)) / centre : 1;
}
