import { availableParallelism } from 'node:os';
import { currentWorker } from '../current/index.js';

/** The CPUs that this thread may fill: all allowed ones, or its share where it is itself a worker. */
export function ownCpus(): number {
  return currentWorker()?.cpuShare ?? availableParallelism();
}

/** The share of each of so many workers that this thread starts. */
export function cpuShare(workers: number): number {
  return Math.max(1, Math.floor(ownCpus() / workers));
}
