import type { TaskContext } from '../../scenario/index.js';
import type { TaskFunction } from './program.js';

/** So often V8 must see a call before it keeps notes on it (`--interrupt-budget-for-feedback-allocation`). */
const REPEATS = 150;

type AnyFunction = (...args: unknown[]) => unknown;

const decoys: readonly AnyFunction[] = [() => 0, (task) => task, (_task, context) => context];

/**
 * The only place from which a loop calls a task's function. V8 inlines a function where a call site has only met that
 * one; compiled as a part of our loop, some functions run at a half to a third of the speed that they have by
 * themselves. This site has met others (`keepApart`), so a user's function is compiled as a unit of its own.
 */
export function callApart(run: TaskFunction, task: unknown, context: TaskContext): unknown {
  return run(task, context);
}

/** Shows other functions to `callApart`, and to the call within what `wrap` makes. Takes about 0.1 ms. */
export function keepApart(wrap: (run: AnyFunction) => TaskFunction): void {
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    for (const decoy of decoys) callApart(wrap(decoy), [], {} as TaskContext);
  }
}
