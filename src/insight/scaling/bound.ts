/** Upper bounds on the speedup that follow from the chunks and the cores alone. */
export interface Bound {
  /** Σ task times ÷ makespan of list-scheduling the chunks on the workers. */
  chunks: number;
  /** The cores the case may use; fractional under a quota. */
  cores: number;
  binds: 'chunks' | 'cores';
}
