import { UsageError } from '../../../errors.js';
import { chunkRule, findDispatch } from '../../../workers/dispatch/index.js';
import { Chunks } from './chunks.js';
import { type PoolRun, SimulatedPass, type SimulatedPool } from './simulated-pass.js';

export type { PoolRun, SimulatedPool } from './simulated-pass.js';

/**
 * One pass of a pool on a virtual clock: any number of workers, with the costs that were measured with a few.
 * @throws UsageError for a dispatch that does not exist, counts that are no positive integers, and times that are
 *   negative or no numbers.
 */
export function simulatePool(run: PoolRun): SimulatedPool {
  const { taskMs, workers, costs } = run;
  const dispatch = findDispatch(run.dispatch);
  checkCount(workers, 'workers');
  if (run.chunksAWorker !== undefined) checkCount(run.chunksAWorker, 'chunksAWorker');
  const asked =
    run.chunksize === 'auto' ? chunkRule.auto(run.dispatch, taskMs.length, workers) : run.chunksize;
  checkCount(asked, 'chunksize');
  const wrong = taskMs.findIndex((ms) => !(ms >= 0 && ms < Number.POSITIVE_INFINITY));
  if (wrong >= 0) throw new UsageError(`taskMs[${wrong}] is ${taskMs[wrong]}; it must be a time in ms.`);
  const slowdown = costs.slowdown(workers);
  const chunks = new Chunks(taskMs, dispatch.effectiveChunksize(asked), slowdown);
  return new SimulatedPass(chunks, run).run();
}

function checkCount(value: number, name: string): void {
  if (Number.isInteger(value) && value >= 1) return;
  throw new UsageError(`${name} is ${value}; it must be a whole number, 1 or more.`);
}
