/** Where a number comes from, the surest first. */
export const provenances = [
  /** Read from the record of this very machine. */
  'measured here',
  /** Measured on a machine of the type that would be bought. */
  'measured on the same type',
  /** Measured on another type with the same CPU. */
  'same CPU family',
  /** From measured points, and from how public workloads differ between types. */
  'predicted',
  /** Predicted by the law that was fitted to measured points. */
  'extrapolated',
  /** From public data on other software and machines. */
  'assumed',
] as const;

export type Provenance = (typeof provenances)[number];

/** A chain of numbers is as sure as the least sure of them. */
export function leastSure(...of: readonly Provenance[]): Provenance {
  return provenances[Math.max(...of.map(unsureness))]!;
}

/** 0 for what was measured here, higher for what is less sure. */
export function unsureness(provenance: Provenance): number {
  return provenances.indexOf(provenance);
}

/** A number of the very type that a row names. */
export function isMeasured(provenance: Provenance): boolean {
  return unsureness(provenance) <= unsureness('measured on the same type');
}
