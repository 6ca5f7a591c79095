/** Tasks that travel to a worker in one message. */
export interface Chunk {
  /** Outcome index of the first task; the others follow on. */
  readonly first: number;
  readonly tasks: readonly unknown[];
  /** Which function runs the tasks; only in sessions of functions. */
  readonly call?: Call;
  /** What of the tasks moves to the worker instead of being copied, where the engine can move. */
  readonly transfer?: readonly unknown[];
  /** The same by task, where that is known and nothing belongs to two: for tasks that are sent one by one after all. */
  readonly transferEach?: readonly (readonly unknown[])[];
}

/** A function of the session's module. */
export interface Call {
  readonly name: string;
  /** Each task is the list of its arguments. */
  readonly spread?: boolean;
}
