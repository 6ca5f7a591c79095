/**
 * How one task ended. Every submitted task settles exactly once. `index` is its place in the input.
 * For a stream the index is the worker, and `items` says how many tasks settle with it.
 */
export type Outcome =
  | { index: number; value: unknown; items?: number }
  | { index: number; error: Error; items?: number };

export function isFailure(outcome: Outcome): outcome is { index: number; error: Error; items?: number } {
  return 'error' in outcome;
}
