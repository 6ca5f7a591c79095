import { mean, sum } from '../../stats/index.js';

/** A pass as one may meet it: what its tasks take, and in whose hands. */
export interface TimedPass {
  /** Of each task in task order, ms, in a worker that is neither slower nor faster than the others. */
  taskMs: readonly number[];
  /** How much longer tasks take in each worker than in their mean. */
  slowness: readonly number[];
}

/** A pass as it was recorded: each task's time, and its worker. */
export interface RecordedPass {
  taskMs: readonly number[];
  workers: readonly number[];
}

/** With fewer passes than this serial's times say better what a task usually takes. */
const ENOUGH_PASSES = 3;

/**
 * Tells slow tasks from slow workers: what a worker took for its tasks ÷ what these usually take, against the same of
 * all workers. On machines that are shared one worker is often slower for a whole pass; where each gets one large
 * chunk all wait for it, where chunks are many it just takes fewer.
 */
export function timedPasses(
  passes: readonly RecordedPass[],
  serialMs: readonly number[],
): readonly TimedPass[] {
  const usual =
    passes.length < ENOUGH_PASSES
      ? serialMs
      : serialMs.map((_, task) => mean(passes.map(({ taskMs }) => taskMs[task]!)));
  return passes.map((pass) => timedPass(pass, usual));
}

function timedPass({ taskMs, workers }: RecordedPass, usual: readonly number[]): TimedPass {
  const pace = sum(taskMs) / sum(usual);
  const slowness = Array.from({ length: Math.max(...workers) + 1 }, (_, worker) => {
    const ofWorker = (ms: readonly number[]) => sum(ms.filter((_ms, task) => workers[task] === worker));
    const ratio = ofWorker(taskMs) / ofWorker(usual) / pace;
    return ratio > 0 && Number.isFinite(ratio) ? ratio : 1;
  });
  return { taskMs: taskMs.map((ms, task) => ms / slowness[workers[task]!]!), slowness };
}
