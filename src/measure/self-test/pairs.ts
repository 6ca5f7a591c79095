const MOST_PAIRS = 6;

/**
 * Pairs of CPUs that may be siblings: every pair where there are few; else those that the usual ways of numbering
 * would make siblings (neighbours; one half of the ids and the other), at both ends.
 */
export function choosePairs(cpus: readonly number[]): [number, number][] {
  const n = cpus.length;
  const every = cpus.flatMap((a, i) => cpus.slice(i + 1).map((b): [number, number] => [a, b]));
  if (every.length <= MOST_PAIRS) return every;
  const half = Math.floor(n / 2);
  const places = [
    [0, 1],
    [0, half],
    [2, 3],
    [1, half + 1],
    [n - 2, n - 1],
    [half - 1, n - 1],
  ];
  return places.map(([a, b]) => [cpus[a!]!, cpus[b!]!]);
}
