import type { Case } from '../../measure/cases/index.js';
import { median, sum } from '../../stats/index.js';
import { type Measurements, serialOf, workerTimeOf } from '../analysis/index.js';
import { areEqual, perTask } from '../scaling/index.js';
import { inChunksMs } from './measured-case.js';

/**
 * Serial time of each task, ms: in the proportions of the one pass in which tasks were timed, but with the sum that
 * serial took beside the cases, without waiting for a CPU, in the rounds that count. Equal tasks are exactly equal. Undefined where serial was
 * not measured, and for open-ended work.
 */
export function taskTimes(
  one: Case,
  { cases, samples, scenarioOf }: Measurements,
  inRound: (round: number) => boolean = () => true,
): readonly number[] | undefined {
  const scenario = scenarioOf(one);
  const serials = [...(samples.get(serialOf(one, cases)?.id ?? '')?.values() ?? [])];
  const totals = serials.flatMap(({ round, observation }) =>
    inRound(round) && observation ? [inChunksMs(workerTimeOf(observation, false))] : [],
  );
  if (!scenario || scenario.openEnded || scenario.taskMs.length === 0 || totals.length === 0)
    return undefined;
  const { taskMs, tasks } = scenario;
  const times = areEqual(taskMs) ? new Array<number>(tasks).fill(1) : perTask(taskMs, tasks);
  const factor = median(totals) / sum(times);
  return times.map((ms) => ms * factor);
}
