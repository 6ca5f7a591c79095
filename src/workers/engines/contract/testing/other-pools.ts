import { findEngine } from '../../index.js';
import type { ContractRow } from './contract.js';

/**
 * Pools of other packages, with what they do otherwise:
 * - a result that cannot be cloned ends the worker: piscina, https://github.com/piscinajs/piscina/issues/102; tinypool,
 *   which was made from it, has the same code; with several tasks at once in a thread its error may not come out before
 *   the thread waits for its next task, and then never does: the pool answers no more;
 * - the same fails all that is in the message: workerpool, https://github.com/josdejong/workerpool/issues/331, and
 *   poolifier, https://github.com/poolifier/poolifier/issues/308;
 * - a worker that exits takes with it the results of other tasks that it was given at once and had not sent yet: piscina
 *   and tinypool, whose settings here allow several (`concurrentTasksPerWorker`);
 * - tasks of a thread that exits never settle: tinypool, https://github.com/piscinajs/piscina/issues/304 of what it was
 *   made from, where it is fixed; poolifier, https://github.com/poolifier/poolifier/pull/3211.
 */
export const otherPools: readonly ContractRow[] = [
  { engine: findEngine('piscina'), workers: 2, unsentResult: 'its worker', exits: 'with others' },
  { engine: findEngine('tinypool'), workers: 2, unsentResult: 'the pool', exits: 'break the pool' },
  { engine: findEngine('tinypool-processes'), workers: 2, unsentResult: 'its worker', exits: 'with others' },
  { engine: findEngine('workerpool'), workers: 2, unsentResult: 'its chunk' },
  { engine: findEngine('poolifier'), workers: 2, unsentResult: 'its chunk', exits: 'break the pool' },
];
