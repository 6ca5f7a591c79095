/** Tasks that travel to a worker in one message. */
export interface Chunk {
  /** Outcome index of the first task; the others follow on. */
  readonly first: number;
  readonly tasks: readonly unknown[];
}
