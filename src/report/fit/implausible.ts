import type { MeasuredCurve } from '../../readers/index.js';
import { formatPercent, formatRate } from '../../stats/index.js';
import { isOfTimes } from '../laws/words.js';

type Points = MeasuredCurve['points'];

/** Throughputs that differ by less are equal: only a clock makes work of any size take the same time. */
const EQUAL = 0.005;
/** About a clock cycle, and no work is done in one. */
const CYCLE_SECONDS = 0.5e-9;

/** What one of them is, where each is some work; an item may be a byte, of which a cycle moves many. */
const workOf: Readonly<Record<string, string>> = {
  'runs/s': 'A run',
  'iterations/s': 'An iteration',
  'ops/s': 'An operation',
  'calls/s': 'A call',
  'tasks/s': 'A task',
};

/** What makes figures of a file no measurements of work, as sentences. */
export function implausible(points: Points, unit: string): string[] {
  return [...equalAtAllCounts(points, unit), ...withinCycle(points, unit)];
}

function equalAtAllCounts(points: Points, unit: string): string[] {
  const throughputs = points.map(({ throughput }) => throughput);
  const spread = Math.max(...throughputs) / Math.min(...throughputs) - 1;
  if (points.length < 2 || spread > EQUAL) return [];
  const within = spread < 1e-9 ? '' : `, within ${formatPercent(Math.max(spread, 0.001))}`;
  return [
    isOfTimes({ unit })
      ? `Every count took the same time${within}: the tool ran for a fixed time, or its work grew with the workers, so 1 ÷ time is not a throughput. Fit the work it did in that time instead.`
      : `Every count has the same throughput${within}: something other than the workers sets the pace, such as a rate limit or one lock.`,
  ];
}

function withinCycle(points: Points, unit: string): string[] {
  const work = workOf[unit];
  const seconds = Math.min(...points.map(({ workers, throughput }) => workers / throughput));
  if (work === undefined || seconds > CYCLE_SECONDS) return [];
  return [
    `${work} takes ${formatRate(seconds * 1e9)} ns in one worker, no more than about a clock cycle: the work was optimised away, or the unit of time is another.`,
  ];
}
