import { formatPercent, formatRatio, listed } from '../../stats/index.js';
import type { CaseResult } from './case-result.js';

/** Chunks that keep workers busy for less of the time say more of themselves than of the machine. */
export const KEPT_BUSY = 0.9;

const WORTH_TELLING = 0.99;

/** The share of the workers' time that the chunks let them use, before anything is measured. */
export function chunkShare({ bound, case: { workers } }: CaseResult): number {
  return bound === null ? 1 : Math.min(1, bound.chunks / workers);
}

/** What of a curve is not fitted, or fitted otherwise than it was measured, for its chunks. */
export function granularityNotes(cases: readonly CaseResult[]): string[] {
  const starved = cases.filter((result) => chunkShare(result) < KEPT_BUSY);
  const shares = cases.filter((result) => !starved.includes(result)).map(chunkShare);
  const least = Math.min(1, ...shares);
  return [
    ...(starved.length === 0 ? [] : [leftOut(starved)]),
    ...(least < WORTH_TELLING
      ? [
          `Points are what workers do while they have chunks: a pass keeps them busy for ${formatPercent(least)} of the time or more, and granularity is no property of the machine.`,
        ]
      : []),
  ];
}

function leftOut(starved: readonly CaseResult[]): string {
  const counts = listed(starved.map((result) => String(result.case.workers)));
  const { bound, case: first } = starved[0]!;
  return `Not fitted: ${counts} workers, whose chunks do not keep them busy (${first.workers} could reach ${formatRatio(bound!.chunks)} at most). More tasks per pass, or smaller chunks, would tell.`;
}
