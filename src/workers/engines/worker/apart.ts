import type { TaskContext } from '../../../scenario/index.js';
import type { TaskFunction } from './program.js';

/** So often V8 must see a call before it keeps notes on it (`--interrupt-budget-for-feedback-allocation`). */
const REPEATS = 150;

const decoys: readonly TaskFunction[] = [() => 0, (task) => task, (_task, context) => context];

/**
 * The only place from which a loop calls a task's function. V8 inlines a function where a call site has only met that
 * one; compiled as a part of our loop, some functions run at a third of the speed that they have by themselves. This
 * site has met others (`keepApart`), so it inlines none. The small function around a user's own (`taskFunction`) may
 * inline that: it has no loop, so V8 compiles it as a whole, also where the user's function is stuck in code that was
 * made for the middle of its loop.
 */
export function callApart(run: TaskFunction, task: unknown, context: TaskContext): unknown {
  return run(task, context);
}

/** Shows other functions to `callApart`, once a worker. Takes about 0.1 ms. */
export function keepApart(): void {
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    for (const decoy of decoys) callApart(decoy, undefined, {} as TaskContext);
  }
}
