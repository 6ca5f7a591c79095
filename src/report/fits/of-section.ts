import { curveParts } from '../charts/curve-labels.js';
import type { Recommendation, ReportCase } from '../schema.js';
import type { ReportFit } from './schema.js';

/** The fit of the recommended setting first, else that of the setting that was measured fastest. */
export function mainFirst(
  fits: readonly ReportFit[],
  cases: readonly ReportCase[],
  recommendation: Recommendation | undefined,
): ReportFit[] {
  const speedupOf = ({ over }: ReportFit) =>
    Math.max(0, ...cases.filter(({ id }) => over.caseIds.includes(id)).map((c) => c.speedup?.value ?? 0));
  const isRecommended = ({ over }: ReportFit) =>
    recommendation !== undefined && over.caseIds.includes(recommendation.caseId);
  const main = fits.find(isRecommended) ?? [...fits].sort((a, b) => speedupOf(b) - speedupOf(a))[0];
  return main === undefined ? [] : [main, ...fits.filter((fit) => fit !== main)];
}

/** `threads, imapUnordered, chunksize 1, 2 cores`. */
export function nameCurve({ engine, over }: ReportFit): string {
  return curveParts({ engine, ...over })
    .filter((part) => part !== '')
    .join(', ');
}

/** The warnings that no finding says already. */
export function unsaidWarnings({ warnings }: ReportFit, findings: readonly { message: string }[]): string[] {
  return warnings.filter((warning) => !findings.some(({ message }) => message.includes(warning)));
}
