/** How one task ended. Every submitted task settles exactly once. `index` is its place in the input. */
export type Outcome = { index: number; value: unknown } | { index: number; error: Error };

export function isFailure(outcome: Outcome): outcome is { index: number; error: Error } {
  return 'error' in outcome;
}
