/** A list of so many figures at most is kept of what was done one after the other: more would fill a record. */
export const MOST_RUNS = 500;

/**
 * How many of `total` figures each of `length` stands for, in order: one each, or, where there were more, one for the
 * first and even runs of the others.
 */
export function runLengths(total: number, length: number): number[] {
  if (total === length) return new Array<number>(length).fill(1);
  const [runs, others] = [length - 1, total - 1];
  const endOf = (run: number) => Math.floor((run * others) / runs);
  return [1, ...Array.from({ length: runs }, (_, run) => endOf(run + 1) - endOf(run))];
}

/** The figures, or, where there are more than `most`, sums over runs of them (`runLengths`). */
export function sumsOfRuns(values: readonly number[], most = MOST_RUNS): number[] {
  if (values.length <= most) return [...values];
  let from = 0;
  return runLengths(values.length, most).map((length) => {
    const run = values.slice(from, from + length);
    from += length;
    return run.reduce((sum, value) => sum + value, 0);
  });
}

/** Whether a list of that length may stand for so many figures: one for each, or as many as are kept of more. */
export function standsFor(length: number, total: number): boolean {
  return length === total || (length === MOST_RUNS && length < total);
}
