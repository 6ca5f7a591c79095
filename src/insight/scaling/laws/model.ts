/** One parameter of a law besides γ. */
export interface ModelParameter {
  readonly name: string;
  readonly lower: number;
  readonly upper: number;
  /** The value that makes a difference of about one at the largest measured count: fits work in such units. */
  readonly unit: number;
  /** In units: where fits begin; the best is taken. */
  readonly starts: readonly number[];
  /** In units: what is assumed of it where the points are too few to tell (normal, cut off at the bounds). */
  readonly prior?: { readonly mean: number; readonly deviation: number };
  /** Told by its prior however many points there are. */
  readonly isAlwaysPrior?: boolean;
  /** The first to be told by the points, before those that stand before it. */
  readonly comesFirst?: boolean;
}

/** A law made ready for given points on a given machine: throughput = γ · relative(values, workers). */
export interface Model {
  /** Points are spent on them in this order, after γ, but first on those that say so. */
  readonly parameters: readonly ModelParameter[];
  /** Throughput in units of γ; `values` in the order of `parameters`. */
  relative(values: readonly number[], workers: number): number;
  peak?(values: readonly number[]): ModelPeak | undefined;
}

/** Where a curve is highest, and what makes it fall from there. */
export interface ModelPeak {
  workers: number;
  /** The parameter without whose effect there would be no peak. */
  because: string;
  /** The value of that parameter at which there would be none. */
  neutral: number;
}

/** The other workers, N − 1, none below one worker. */
export function others(workers: number): number {
  return Math.max(0, workers - 1);
}
