const FAMILY_ERROR = 0.05;

/**
 * Holm's step-down procedure (1979): the i-th smallest of m p values is tested at 5 % ÷ (m − i), and the first
 * that fails ends it. Gives the level at which each was rejected; null where it was not, or had no p value.
 */
export function holmLevels(pValues: readonly (number | null)[]): (number | null)[] {
  const tested = pValues.flatMap((p, index) => (p === null ? [] : [{ p, index }])).sort((a, b) => a.p - b.p);
  const levels: (number | null)[] = pValues.map(() => null);
  for (const [step, { p, index }] of tested.entries()) {
    const level = FAMILY_ERROR / (tested.length - step);
    if (p > level) break;
    levels[index] = level;
  }
  return levels;
}
