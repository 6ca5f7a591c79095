/** Which runs make a comparison, by their places in the order in which they are made. */
export interface Comparison {
  before: readonly number[];
  after: readonly number[];
}

/**
 * Comparisons of records that are made alternately: before, after, before, after … By themselves each has runs of its
 * own. Chained, each begins two runs after the one before (one, with a record per side) and shares the others with it:
 * fewer runs, and comparisons that are no longer independent. Each by itself is as good, but their count scatters more.
 */
export function schedule(count: number, recordsASide: number, isChained: boolean): Comparison[] {
  const runs = 2 * recordsASide;
  const step = isChained ? Math.min(2, recordsASide) : runs;
  return Array.from({ length: count }, (_, i) => {
    const first = i * step;
    const places = Array.from({ length: runs }, (_, place) => first + place);
    return {
      before: places.filter((_, place) => place % 2 === 0),
      after: places.filter((_, place) => place % 2 === 1),
    };
  });
}

/** How many runs all of them take. */
export function runsOf(comparisons: readonly Comparison[]): number {
  return Math.max(
    0,
    ...comparisons.flatMap(({ before, after }) => [...before, ...after].map((run) => run + 1)),
  );
}
