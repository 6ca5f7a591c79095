import { engineKey } from '../../measure/cases/index.js';
import type { RunRecord } from '../../record/index.js';
import { listed } from '../../stats/index.js';
import { type Analysis, type CurveFit, groupBy, nameWork } from '../analysis/index.js';
import type { ScalingDoubt } from '../scaling/index.js';

/** A doubt of some fits, told once. */
interface FitDoubt {
  /** Begins with what it is about, unless it is about every fit of the run. */
  message: string;
  /** Of all curves that share it. */
  cases: string[];
  /** The curve whose figures the message has. */
  fitted: CurveFit;
}

/**
 * The doubts of these kinds: of each scenario and engine the one of the recommended curve, else of the first;
 * equal ones together.
 */
export function fitDoubts(
  { header }: RunRecord,
  analysis: Analysis,
  kinds: readonly ScalingDoubt['kind'][],
): FitDoubt[] {
  const doubted = analysis.fits.flatMap((fitted) => doubtOf(fitted, kinds) ?? []);
  const groups = [...groupBy(doubted, ({ fitted: { curve } }) => engineKey(curve)).values()];
  const shown = groups.map((same) => ({ ...mostTelling(same, analysis), same }));
  return [...groupBy(shown, ({ message }) => message).values()].map((equal) => {
    const { message, fitted } = equal[0]!;
    const all = equal.flatMap(({ same }) => same);
    const names = new Set(
      equal.map(({ fitted: { curve } }) => `${nameWork(curve, header.plan.cases)} (${curve.engine})`),
    );
    const about = all.length === analysis.fits.length ? '' : `${listed([...names])}: `;
    return { message: `${about}${message}`, cases: all.flatMap((one) => caseIdsOf(one.fitted)), fitted };
  });
}

interface Doubted {
  fitted: CurveFit;
  message: string;
}

function doubtOf(fitted: CurveFit, kinds: readonly ScalingDoubt['kind'][]): Doubted | undefined {
  const messages = fitted.fit.doubts.filter(({ kind }) => kinds.includes(kind)).map(({ message }) => message);
  return messages.length === 0 ? undefined : { fitted, message: messages.join(' ') };
}

function mostTelling(same: readonly Doubted[], { recommendations }: Analysis): Doubted {
  const isRecommended = ({ fitted }: Doubted) =>
    recommendations.some(({ caseId }) => caseIdsOf(fitted).includes(caseId));
  return same.find(isRecommended) ?? same[0]!;
}

function caseIdsOf({ curve }: CurveFit): string[] {
  return curve.cases.map((result) => result.case.id);
}
