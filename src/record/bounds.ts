import { z } from 'zod';
import { MOST_TASKS } from './work.js';

// What a figure of a record may be at most: far beyond what any run measures, near enough for sums of them to stay
// finite and for lists as long as they say to fit into memory.

const MOST_MS = 1e12;
/** A millionth of what any clock tells apart. */
const LEAST_MS = 1e-12;
const MOST_WORKERS = 65_536;
const MOST_CPUS = 1e6;
/** Of anything that is only counted. */
const MOST = 1e15;

export const ms = z.number().min(0).max(MOST_MS);
export const positiveMs = z.number().min(LEAST_MS).max(MOST_MS);
/** Difference of two readings, or what is left over where times overlap. */
export const restMs = z.number().min(-MOST_MS).max(MOST_MS);
/** Counters of the system are read one after the other: a difference may fall short by that. */
export const counterMs = z.number().min(-1).max(MOST_MS);
export const amount = z.number().min(0).max(MOST);
export const difference = z.number().min(-MOST).max(MOST);
export const count = z.int().min(0).max(MOST);
export const rate = z.number().min(1e-100).max(1e100);
export const taskCount = z.int().min(0).max(MOST_TASKS);
export const workerCount = z.int().min(1).max(MOST_WORKERS);
export const workerIndex = z
  .int()
  .min(0)
  .max(MOST_WORKERS - 1);
export const cpu = z.int().min(0).max(MOST_CPUS);
/** Of CPUs, or of their time. */
export const coreCount = z.number().min(1e-3).max(MOST_CPUS);
/** CPUs' worth of work, by difference. */
export const cpuLoad = z.number().min(-MOST_CPUS).max(MOST_CPUS);
export const roundNumber = z.int().min(1).max(MOST);
