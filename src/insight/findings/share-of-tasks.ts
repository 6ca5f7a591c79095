import { isPool, scenarioKey, workKey } from '../../measure/cases/index.js';
import type { RunRecord } from '../../record/index.js';
import { formatCount, formatRatio, formatRatioInterval } from '../../stats/index.js';
import { type Analysis, bySpeedup, type CaseResult, nameSetting } from '../analysis/index.js';
import { granularityBound } from '../scaling/index.js';
import type { Finding } from './finding.js';

type Scenario = RunRecord['header']['scenarios'][number];

/** What all tasks would give is worth a word where it differs by more than this. */
const WORTH_A_WORD = 1.02;

/**
 * Passes were of fewer tasks than there are: what is measured well is the work, not the end of a whole pass. What that
 * end costs is computed for both, by list scheduling: of all tasks as if the sampled ones came again and again.
 */
export function shareOfTasks({ header }: RunRecord, { cases }: Analysis): Finding[] {
  return header.scenarios
    .filter(({ allTasks, tasks }) => allTasks !== undefined && allTasks > tasks)
    .map((scenario) => {
      const { name, params, tasks, allTasks } = scenario;
      const own = cases.filter(({ case: one }) => workKey(one) === scenarioKey({ name, params }));
      return {
        check: 'share-of-tasks',
        severity: 'info',
        cases: own.map(({ case: { id } }) => id),
        message: `${name}: each pass ran ${formatCount(tasks)} of its ${formatCount(allTasks!)} tasks, spread evenly over all of them, so that the rounds fit into the time.${onAllTasks(own, scenario)}`,
        advice: 'Raise --max-time to measure whole passes.',
      };
    });
}

function onAllTasks(own: readonly CaseResult[], scenario: Scenario): string {
  const pools = own.filter(
    ({ case: { engine }, speedup, status }) => status === 'ok' && isPool(engine) && speedup,
  );
  const best = pools.toSorted(bySpeedup)[0];
  const factor = best && endFactor(best, scenario);
  if (!factor || factor < WORTH_A_WORD) return '';
  return ` So short a pass spends a larger share waiting for its last task: on all tasks ${nameSetting(best.case)} would be about ${formatRatio(best.speedup!.value * factor)} as fast as serial, not ${formatRatioInterval(best.speedup!)}.`;
}

/** What chunks and cores allow a pass of all tasks ÷ what they allow the one that was measured. */
function endFactor(
  { case: one, bound }: CaseResult,
  { taskMs, tasks, allTasks = tasks }: Scenario,
): number | undefined {
  const { chunksize, workers, cores } = one;
  if (!bound || taskMs.length !== tasks) return undefined;
  const again = Array.from({ length: allTasks }, (_, task) => taskMs[task % tasks]!);
  const whole = granularityBound({ taskMs: again, tasks: allTasks, chunksize, workers, cores });
  return whole ? Math.min(whole.chunks, whole.cores) / Math.min(bound.chunks, bound.cores) : undefined;
}
