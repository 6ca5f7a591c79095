import { restingOn } from '../../insight/analysis/index.js';
import type { Measured } from './measured.js';

/** Fewer pairs say too little of their own spread: with three the t interval is 2.5 standard errors of a pair wide. */
const MIN_PAIRS = 3;

/**
 * Log ratios of records that were made in turns: by their starts the first two are one of each side, the next two
 * again, and so on to the end. As within rounds, what drifts then hits both sides of a ratio; and as of rounds, the
 * undisturbed pairs count where there are three or more. Null where they were not made so, or are too few. A matter of
 * when they were made and what else ran, never of what came out.
 */
export function madeInTurns(one: Measured, other: Measured): number[] | null {
  const runs = [...runsOf(one, 1), ...runsOf(other, -1)].sort((a, b) => a.startedAt - b.startedAt);
  if (one.results.length !== other.results.length || one.results.length < MIN_PAIRS) return null;
  const pairs = runs.flatMap((run, i) => (i % 2 === 0 ? [[run, runs[i + 1]!] as const] : []));
  if (pairs.some(([first, second]) => first.sign === second.sign)) return null;
  const ratios = pairs.map(([first, second]) => ({
    log: first.sign * first.log + second.sign * second.log,
    disturbed: first.disturbed || second.disturbed,
  }));
  return restingOn(ratios).used.map(({ log }) => log);
}

interface Run {
  startedAt: number;
  log: number;
  sign: 1 | -1;
  disturbed: boolean;
}

function runsOf({ results }: Measured, sign: Run['sign']): Run[] {
  return results.map(({ record, result, disturbed }) => ({
    startedAt: Date.parse(record.record.header.plan.startedAt),
    log: Math.log(result.throughput.value),
    sign,
    disturbed,
  }));
}
