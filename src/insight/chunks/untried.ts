import { workKey } from '../../measure/cases/index.js';
import { type RunRecord, withOption } from '../../record/index.js';
import { formatMs, formatRatioInterval } from '../../stats/index.js';
import {
  type Analysis,
  nameSetting,
  nameWork,
  type Recommendation,
  serialOf,
  WORTH_A_POOL,
} from '../analysis/index.js';
import type { AdvisedAnalysis, ChunkAdvice } from './advice.js';

/**
 * The recommendations, held against the chunk advice. A chunksize that nobody tried and that is expected to gain what is
 * worth a pool (its expected speedup is above 1.05) leaves open what would otherwise be "stay serial": its interval need
 * not lie above, since a gain that is only possible is not proved too small either. One that is expected to beat the
 * recommended pool is told with it.
 */
export function recommendationsOf(record: RunRecord, analysis: AdvisedAnalysis): Recommendation[] {
  const { chunkAdvice: advice } = analysis;
  return analysis.recommendations.map((recommendation) => {
    const promising = advice.filter((one) => isPromising(one, recommendation));
    const [first] = promising.toSorted((a, b) => expectedMs(a) - expectedMs(b));
    return first ? withUntried(recommendation, first, record, analysis) : recommendation;
  });
}

function isPromising(advice: ChunkAdvice, { verdict, speedup, ...work }: Recommendation): boolean {
  if (workKey(advice) !== workKey(work) || advice.speedup === null || isTried(advice)) return false;
  if (verdict !== 'pool') return advice.speedup.value > WORTH_A_POOL;
  return advice.speedup.value > speedup.high && advice.speedup.value > WORTH_A_POOL * speedup.value;
}

/** A chunksize that should do nearly as well was measured: what came of it counts, not what should have. */
function isTried(advice: ChunkAdvice): boolean {
  const { measured, check } = advice;
  if (check?.verdict === 'disagrees') return true;
  return measured.some(({ chunksize }) => expectedMs(advice, chunksize) <= WORTH_A_POOL * expectedMs(advice));
}

function expectedMs({ expected, advised }: ChunkAdvice, chunksize = advised): number {
  return expected.find((one) => one.chunksize === chunksize)?.wallMs ?? Number.POSITIVE_INFINITY;
}

function withUntried(
  recommendation: Recommendation,
  advice: ChunkAdvice,
  record: RunRecord,
  { cases }: Analysis,
): Recommendation {
  const { plan } = record.header;
  const name = nameWork(recommendation, plan.cases);
  const setting = nameSetting({ ...advice, chunksize: advice.advised });
  const command = withOption(plan.command, '--chunksize', String(advice.advised));
  const of = plan.cases.find(({ id }) => id === recommendation.caseId);
  const serial = cases.find(({ case: { id } }) => id === (of && serialOf(of, plan.cases)?.id));
  const against = serial?.wallMs ? ` (serial: ${formatMs(serial.wallMs.median)})` : '';
  const promise = `was not tried and should take about ${formatMs(expectedMs(advice))} per pass${against}${command === null ? '.' : `: ${command}`}`;
  if (recommendation.verdict === 'pool') {
    return { ...recommendation, headline: `${recommendation.headline} ${setting}, ${promise}` };
  }
  const best = cases.find(({ case: { id } }) => id === recommendation.speedupOf);
  const tried = best
    ? `The best that was tried, ${nameSetting(best.case)}: ${formatRatioInterval(recommendation.speedup)}. `
    : '';
  return {
    ...recommendation,
    verdict: 'undecided',
    headline: `${name}: cannot tell yet: ${setting}, ${promise}`,
    why: recommendation.verdict === 'serial' ? `${tried}${recommendation.why}` : recommendation.why,
  };
}
