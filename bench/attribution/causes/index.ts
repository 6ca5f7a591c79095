import type { Injection } from '../injection.js';
import { busyNeighbour } from './busy-neighbour.js';
import { coldStart } from './cold-start.js';
import { memoryHog } from './memory-hog.js';
import { oversubscription } from './oversubscription.js';
import { payload } from './payload.js';
import { quota } from './quota.js';
import { tail } from './tail.js';
import { tinyTasks } from './tiny-tasks.js';
import { unused } from './unused.js';

/** To add a cause: one file, and its name here; the name on the command line is the key. */
export const injections: Readonly<Record<string, Injection>> = {
  oversubscription,
  tail,
  unused,
  tinyTasks,
  payload,
  busyNeighbour,
  memoryHog,
  coldStart,
  quota,
};
