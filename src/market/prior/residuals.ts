import { mean as average } from '../../stats/index.js';

/** What a workload's rates are made of: its level, what each type does on average, and what is its own. */
export interface Residuals {
  /** By coordinate: log rate beside the level of a workload. */
  mean: readonly number[];
  /** By workload and coordinate; 0 where nobody measured. */
  own: readonly (readonly number[])[];
}

const ITERATIONS = 10;

/** Two-way fit of log rates with gaps, by alternating means. Coordinates that nobody measured have mean 0. */
export function residualsOf(logRates: readonly (readonly (number | null)[])[]): Residuals {
  const coordinates = logRates[0]!.length;
  let levels = logRates.map(() => 0);
  let mean: number[] = new Array(coordinates).fill(0);
  for (let step = 0; step < ITERATIONS; step++) {
    levels = logRates.map((row) => meanOf(row.map((value, at) => without(value, mean[at]!))));
    mean = mean.map((_, at) => meanOf(logRates.map((row, workload) => without(row[at]!, levels[workload]!))));
  }
  const own = logRates.map((row, workload) =>
    row.map((value, at) => (value === null ? 0 : value - levels[workload]! - mean[at]!)),
  );
  return { mean, own };
}

function without(value: number | null, taken: number): number | null {
  return value === null ? null : value - taken;
}

function meanOf(values: readonly (number | null)[]): number {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? 0 : average(known);
}
