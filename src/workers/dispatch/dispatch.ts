import type { Outcome, Session } from '../session/index.js';

export type TaskSource = Iterable<unknown> | AsyncIterable<unknown>;

/**
 * How chunks reach workers and results come back. A failed task is an outcome like any other; the iteration
 * itself throws only when the source does. To add one: one file, one line in `index.ts`.
 */
export interface Dispatch {
  readonly name: string;
  readonly description: string;
  /** The chunksize that `auto` stands for. */
  autoChunksize(tasks: number, workers: number): number;
  /** The chunksize that `asked` comes to; `apply` sends one task a message whatever is asked. */
  effectiveChunksize(asked: number): number;
  /**
   * Workers run the scenario's `consume`, not its `run`: one outcome a worker, not a task, and each says by `items`
   * how many tasks settle with it.
   */
  readonly perWorker?: true;
  /** For scenarios alone whose tasks are the lists of `run`'s arguments. */
  readonly spreads?: true;
  run(tasks: TaskSource, chunksize: number, session: Session): AsyncIterable<Outcome>;
}
