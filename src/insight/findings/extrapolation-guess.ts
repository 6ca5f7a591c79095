import type { RunRecord } from '../../record/index.js';
import { listed } from '../../stats/index.js';
import type { Analysis, CurveFit } from '../analysis/index.js';
import type { Finding } from './finding.js';
import { fitDoubts } from './fit-doubts.js';

/**
 * What more cores would give is assumed, or a guess: too few counts or an unmeasured knee, which are counts; a law that
 * misses a count by more than 2 % and three of its standard errors, or rises where the points fall (`FARTHEST` and
 * `LEAST_MISS` in `src/insight/scaling/predicting/held-to-points.ts`); a curve that bends, where the whole interval of its efficiency lies
 * below 0.9; or points whose interval leaves more than ±20 % open at twice the largest count (`BENT` and `UNTOLD` in
 * `src/insight/scaling/doubts.ts`).
 */
export function extrapolationGuess(record: RunRecord, analysis: Analysis): Finding[] {
  return fitDoubts(record, analysis, ['law-misses', 'few-counts', 'unmeasured-knee', 'bending']).map(
    ({ message, cases, fitted }) => ({
      check: 'extrapolation-guess',
      severity: 'info',
      cases,
      message,
      advice: adviceOn(fitted),
    }),
  );
}

/** What to measure, and where. */
function adviceOn({ curve, machine, points }: CurveFit): string {
  const { physicalCores = curve.cores, logicalCores = curve.cores } = machine;
  const most = Math.floor(Math.min(logicalCores, machine.quotaCpus ?? logicalCores));
  const counts = [1, Math.ceil(physicalCores / 2), physicalCores, most].filter((count) => count <= most);
  const missing = [...new Set(counts)].filter((count) => points.every(({ workers }) => workers !== count));
  const starved = missing.filter((count) => curve.cases.some((one) => one.case.workers === count));
  if (starved.length > 0) return 'Give the scenario more tasks, so that every count has enough chunks.';
  if (missing.length > 0) return `Measure ${listed(missing.map(String))} workers too (--workers auto does).`;
  return `All useful counts on ${most} CPUs were measured. To know more, measure on a machine with ${2 * most} or more.`;
}
