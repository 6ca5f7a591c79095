import type { RunRecord } from '../../record/index.js';
import { formatCount, formatMs, formatRatioInterval } from '../../stats/index.js';
import { nameWork, nameWorkers } from '../analysis/index.js';
import { type AdvisedAnalysis, type ChunkAdvice, namedChunksize } from '../chunks/index.js';
import type { Finding } from './finding.js';
import { isQuiet } from './over-rounds.js';

/**
 * A chunksize was measured clearly faster than those that should be as good as the best: the advice is wrong. The whole
 * interval of the ratio lies above 1.01, which counts as as good (`checkAdvice`).
 */
export function chunkAdviceContradicted(record: RunRecord, analysis: AdvisedAnalysis): Finding[] {
  return analysis.chunkAdvice.flatMap((advice) => {
    const { check, measured } = advice;
    if (check?.verdict !== 'disagrees' || check.ratio === null) return [];
    const best = measured.find((one) => one.case === check.best)!;
    const within = measured.find((one) => one.case === check.within)!;
    const isDisturbed = analysis.cases.some(
      (result) => [best.case, within.case].includes(result.case.id) && !isQuiet(result),
    );
    if (isDisturbed) return [];
    const name = `${nameWork(advice, record.header.plan.cases)}, ${nameWorkers(advice)} with ${advice.dispatch}`;
    return {
      check: 'chunk-advice-contradicted',
      severity: 'warning' as const,
      cases: [best.case, within.case],
      message: `${name}: chunksize ${formatCount(best.chunksize)} was measured ${formatRatioInterval(check.ratio)} as fast as ${formatCount(within.chunksize)}, the fastest of those that should be best (advised: ${rangeOf(advice)}; ${formatMs(best.wallMs)} against ${formatMs(within.wallMs)} per pass), so the advice is wrong here.`,
      advice: `Use chunksize ${formatCount(namedChunksize(advice))}, as measured: something costs time that neither the task times nor the cost per chunk show.`,
    };
  });
}

/** `1`; `1; as good: 1 to 3`. */
function rangeOf({ advised, low, high }: ChunkAdvice): string {
  const asGood = low === high ? '' : `; as good: ${formatCount(low)} to ${formatCount(high)}`;
  return `${formatCount(advised)}${asGood}`;
}
