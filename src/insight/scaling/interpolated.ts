/** A value at a worker count. */
export interface ValueAt {
  workers: number;
  value: number;
}

/** Straight in ln workers between the counts, which ascend; constant outside them. */
export function interpolated(values: readonly ValueAt[], workers: number): number {
  const above = values.findIndex((one) => one.workers >= workers);
  if (above === -1) return values.at(-1)!.value;
  const [a, b] = [values[above - 1], values[above]!];
  if (a === undefined || b.workers === workers) return b.value;
  const share = Math.log(workers / a.workers) / Math.log(b.workers / a.workers);
  return a.value * (1 - share) + b.value * share;
}
