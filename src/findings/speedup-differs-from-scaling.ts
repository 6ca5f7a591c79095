import {
  type Analysis,
  type CaseResult,
  groupBy,
  nameSetting,
  nameWork,
  workKey,
} from '../analysis/index.js';
import type { RunRecord } from '../record/index.js';
import { formatPercent, formatRatioInterval, type Interval } from '../stats/index.js';
import type { Finding } from './finding.js';

const WORTH_A_WORD = 1.05;

/** Serial and one worker run the same loop at different speeds, so the two references give different answers. */
export function speedupDiffersFromScaling({ header }: RunRecord, analysis: Analysis): Finding[] {
  const apart = analysis.cases.filter((result) => result.status === 'ok' && isApart(result));
  const groups = groupBy(apart, ({ case: one }) => `${workKey(one)} ${one.engine}`);
  return [...groups.values()].map((same) => {
    const shown = mostTelling(same, analysis);
    return {
      check: 'speedup-differs-from-scaling',
      severity: 'info',
      cases: same.map((result) => result.case.id),
      message: `${nameWork(shown.case, header.plan.cases)}, ${nameSetting(shown.case)}: the speedup over serial is ${formatRatioInterval(shown.speedup!)}, the scaling over one worker ${formatRatioInterval(shown.scaling!)}: ${differenceIn(shown)}.`,
      advice: adviceOn(shown),
    };
  });
}

function isApart({ speedup, scaling, case: { workers } }: CaseResult): boolean {
  if (speedup === null || scaling === null || workers < 2) return false;
  const ratio = speedup.value / scaling.value;
  return Math.max(ratio, 1 / ratio) > WORTH_A_WORD && areDisjoint(speedup, scaling);
}

function areDisjoint(a: Interval, b: Interval): boolean {
  return a.high < b.low || b.high < a.low;
}

/** The recommended case, else the one with the largest difference. */
function mostTelling(results: readonly CaseResult[], { recommendations }: Analysis): CaseResult {
  const recommended = results.find((each) => recommendations.some(({ caseId }) => caseId === each.case.id));
  const distance = (result: CaseResult) => Math.abs(Math.log(oneWorkerOverSerial(result)));
  return recommended ?? results.reduce((a, b) => (distance(b) > distance(a) ? b : a));
}

/** Speedup ÷ scaling is the throughput of one worker over that of serial. */
function oneWorkerOverSerial({ speedup, scaling }: CaseResult): number {
  return speedup!.value / scaling!.value;
}

function differenceIn(result: CaseResult): string {
  const ratio = oneWorkerOverSerial(result);
  const size = formatPercent(Math.abs(ratio - 1));
  return `one worker is ${size} ${ratio < 1 ? 'slower' : 'faster'} than serial`;
}

function adviceOn(result: CaseResult): string {
  return oneWorkerOverSerial(result) < 1
    ? 'That is the cost of moving the same loop into a worker (messages, results, another isolate): more workers cannot win it back. Longer tasks, larger chunks or smaller results make it smaller. Judge the gain by the speedup.'
    : 'The same loop runs faster in a worker than in a fresh main thread, most likely compiled or laid out in another way: that part of the speedup is not parallelism. Judge more workers by the scaling.';
}
