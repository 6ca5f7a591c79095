import { engineKey } from '../../measure/cases/index.js';
import type { RunRecord } from '../../record/index.js';
import { formatRatioInterval, type Interval, liesAbove, liesBelow } from '../../stats/index.js';
import {
  type Analysis,
  type CaseResult,
  groupBy,
  nameSetting,
  nameWork,
  oneWorkerOf,
} from '../analysis/index.js';
import type { Finding } from './finding.js';
import { isQuiet } from './over-rounds.js';

/** One worker this many times as fast as serial, or serial as one worker, makes the two references differ. */
const WORTH_A_WORD = 1.05;

/** A case whose two figures have different references. */
interface Apart {
  result: CaseResult;
  /** Throughput of its one-worker case ÷ that of serial, within rounds: speedup ÷ scaling. */
  oneWorker: Interval;
}

/**
 * Serial and one worker run the same loop at different speeds, so the two references give different answers. The whole
 * interval of the one over the other, within rounds, lies above 1.05 or below 1/1.05.
 */
export function speedupDiffersFromScaling({ header }: RunRecord, analysis: Analysis): Finding[] {
  const apart = analysis.cases.flatMap((result) => apartIn(result, analysis) ?? []);
  const groups = groupBy(apart, ({ result: { case: one } }) => engineKey(one));
  return [...groups.values()].map((same) => {
    const { result, oneWorker } = mostTelling(same, analysis);
    return {
      check: 'speedup-differs-from-scaling',
      severity: 'info',
      cases: same.map((each) => each.result.case.id),
      message: `${nameWork(result.case, header.plan.cases)}, ${nameSetting(result.case)}: the speedup over serial is ${formatRatioInterval(result.speedup!)}, the scaling over one worker ${formatRatioInterval(result.scaling!)}: one worker is ${formatRatioInterval(oneWorker)} as fast as serial.`,
      advice: result.case.command === undefined ? adviceOn(oneWorker) : OTHER_FORM,
    };
  });
}

function apartIn(result: CaseResult, { cases }: Analysis): Apart | undefined {
  const { status, speedup, scaling, case: own } = result;
  if (status !== 'ok' || speedup === null || scaling === null || own.workers < 2) return undefined;
  // Serial has no quota: under one the two have to differ.
  if (own.quota !== undefined) return undefined;
  const id = oneWorkerOf(
    own,
    cases.map((other) => other.case),
  )?.id;
  const one = cases.find((other) => other.case.id === id);
  const oneWorker = one?.speedup ?? null;
  if (!one || oneWorker === null || !isQuiet(one) || !isQuiet(result)) return undefined;
  const isApart = liesAbove(oneWorker, WORTH_A_WORD) || liesBelow(oneWorker, 1 / WORTH_A_WORD);
  return isApart ? { result, oneWorker } : undefined;
}

/** The recommended case, else the one with the largest difference. */
function mostTelling(same: readonly Apart[], { recommendations }: Analysis): Apart {
  const recommended = same.find(({ result }) =>
    recommendations.some(({ caseId }) => caseId === result.case.id),
  );
  const distance = ({ oneWorker }: Apart) => Math.abs(Math.log(oneWorker.value));
  return recommended ?? same.reduce((a, b) => (distance(b) > distance(a) ? b : a));
}

const OTHER_FORM =
  'Serial and parallel are different programs here, which explains the difference. Judge the gain by the speedup, and more workers by the scaling.';

function adviceOn(oneWorker: Interval): string {
  return oneWorker.value < 1
    ? 'That is the cost of moving the same loop into a worker (messages, results, another isolate): more workers cannot win it back. Longer tasks, larger chunks or smaller results make it smaller. Judge the gain by the speedup.'
    : 'The same loop runs faster in a worker than in a fresh main thread, most likely compiled or laid out in another way: that part of the speedup is not parallelism. Judge more workers by the scaling.';
}
