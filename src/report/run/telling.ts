import { bySpeedup, groupBy } from '../../insight/analysis/index.js';
import { subjectOf } from './answer.js';
import type { Chapter } from './chapters.js';
import { isSerial, type ReportCase } from './report/case-schema.js';

/** What two scenarios may take of a screen of 40 lines. */
const MOST_ROWS = 6;

/** Serial, what the answer is about, what went wrong, then the fastest of each engine, then the fastest. */
export function mostTelling(
  chapter: Chapter,
  cases: readonly ReportCase[],
  most: number = MOST_ROWS,
): ReportCase[] {
  const byGain = cases.toSorted(bySpeedup);
  const bestOfEngines = [...groupBy(byGain, ({ engine, workers }) => `${engine} ${workers}`).values()];
  const ordered = new Set([
    ...cases.filter(isSerial),
    ...[subjectOf(chapter)].filter((one) => one !== undefined && cases.includes(one)),
    ...cases.filter(({ status }) => status === 'failed'),
    ...bestOfEngines.map(([best]) => best!),
    ...byGain,
  ]);
  const kept = new Set([...ordered].slice(0, most));
  return cases.filter((one) => kept.has(one));
}
