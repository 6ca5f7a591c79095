import { exactly, type Interval, jackknifeInterval, logHalfWidth, mean, sum } from '../../stats/index.js';
import { type PoolCosts, simulatePool } from '../pool-model/index.js';
import type { TimedPass } from './task-times.js';

/** All that decides what a pass takes at a chunksize. */
export interface ChunkModel {
  /** At serial's speed; one or more. */
  passes: readonly TimedPass[];
  workers: number;
  dispatch: string;
  costs: PoolCosts;
}

/** One way to read the costs: what they come to over all rounds, and without each group of rounds. */
export interface Reading {
  whole: ChunkModel;
  without: readonly ChunkModel[];
}

/**
 * The mean pass in ms: the very tasks in their order, each chunk to whichever worker is free first. Of very many chunks
 * only some, spread evenly, are simulated: how a pass ends no longer matters then.
 */
export function passMs({ passes, workers, dispatch, costs }: ChunkModel, chunksize: number): number {
  return mean(
    passes.map((pass) => {
      const { taskMs, share } = someChunks(pass.taskMs, chunksize, workers);
      return simulatePool({ ...pass, taskMs, workers, chunksize, dispatch, costs }).wallMs / share;
    }),
  );
}

/** Chunks that are simulated at most: in all, or for each worker where that is more. */
const MOST_CHUNKS = { inAll: 1_000, aWorker: 50 };

/** The tasks of some chunks, spread evenly, and which share of all tasks' time they take. */
function someChunks(
  taskMs: readonly number[],
  chunksize: number,
  workers: number,
): { taskMs: readonly number[]; share: number } {
  const most = Math.max(MOST_CHUNKS.inAll, MOST_CHUNKS.aWorker * workers);
  const chunks = Math.ceil(taskMs.length / chunksize);
  if (chunks <= 2 * most) return { taskMs, share: 1 };
  const step = Math.ceil(chunks / most);
  const some: number[] = [];
  for (let from = 0; from < taskMs.length; from += step * chunksize) {
    for (let task = from; task < Math.min(from + chunksize, taskMs.length); task++) some.push(taskMs[task]!);
  }
  return { taskMs: some, share: sum(some) / sum(taskMs) };
}

/** The interval that holds all of these, which are not empty, with a value of its own. */
export function enclosing(intervals: readonly Interval[], value: number): Interval {
  return {
    value,
    low: Math.min(...intervals.map(({ low }) => low)),
    high: Math.max(...intervals.map(({ high }) => high)),
  };
}

/** What a pass is expected to take at a chunksize, over every reading of the costs. */
export interface Expected {
  chunksize: number;
  wallMs: Interval;
  /** ÷ the best of all chunksizes; `value` is that of the reading in which it is worst. */
  ratio: Interval;
}

/**
 * Whatever the model leaves out moves a chunksize against another by up to about this, on the log scale
 * (`npm run bench:chunk-advice` shows by how much).
 */
const MODEL_HALF_WIDTH = 0.02;

/** By chunksize, in the order given. */
export function expectedOver(chunksizes: readonly number[], readings: readonly Reading[]): Expected[] {
  const curves = readings.map((reading) => curveOf(chunksizes, reading));
  return chunksizes.map((chunksize, i) => ({
    chunksize,
    wallMs: enclosing(
      curves.map((curve) => curve[i]!.wallMs),
      mean(curves.map((curve) => curve[i]!.wallMs.value)),
    ),
    ratio: enclosing(
      curves.map((curve) => curve[i]!.ratio),
      Math.max(...curves.map((curve) => curve[i]!.ratio.value)),
    ),
  }));
}

/** Ratios are taken before intervals are: what makes all chunksizes slower alike makes none of them worse. */
function curveOf(chunksizes: readonly number[], { whole, without }: Reading): Omit<Expected, 'chunksize'>[] {
  const walls = chunksizes.map((chunksize) => passMs(whole, chunksize));
  const others = without.map((model) => chunksizes.map((chunksize) => passMs(model, chunksize)));
  const best = walls.indexOf(Math.min(...walls));
  return walls.map((wallMs, i) => ({
    wallMs: withModelError(
      jackknifeInterval(
        wallMs,
        others.map((other) => other[i]!),
      ),
    ),
    ratio:
      i === best
        ? exactly(1)
        : withModelError(
            jackknifeInterval(
              wallMs / walls[best]!,
              others.map((other) => other[i]! / other[best]!),
            ),
          ),
  }));
}

function withModelError({ value, low, high }: Interval): Interval {
  const factor = Math.exp(Math.hypot(logHalfWidth({ low, high }), MODEL_HALF_WIDTH));
  return { value, low: value / factor, high: value * factor };
}
