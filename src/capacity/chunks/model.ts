import { mean } from '../../stats/index.js';
import { type PoolCosts, simulatePool } from '../pool/index.js';
import type { TimedPass } from './timed-pass.js';

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

/** The mean pass in ms: the very tasks in their order, each chunk to whichever worker is free first. */
export function passMs({ passes, workers, dispatch, costs }: ChunkModel, chunksize: number): number {
  return mean(passes.map((pass) => simulatePool({ ...pass, workers, chunksize, dispatch, costs }).wallMs));
}
