/** What a neighbour keeps busy, and for how long of each period, ms. */
export interface Pattern {
  busyMs: number;
  idleMs: number;
  /** Bytes that it walks through: more than any cache holds, or next to nothing. */
  bytes: number;
}

const CACHED = 2 ** 11;

export const patterns = {
  /** One CPU, all the time. */
  cpu: { busyMs: 1000, idleMs: 0, bytes: CACHED },
  /** One CPU and its share of the memory's bandwidth, all the time. */
  memory: { busyMs: 1000, idleMs: 0, bytes: 2 ** 27 },
  /** One CPU for three seconds, then nothing for three. */
  bursts: { busyMs: 3000, idleMs: 3000, bytes: CACHED },
  /** A quarter of a CPU, all the time. */
  quarter: { busyMs: 25, idleMs: 75, bytes: CACHED },
} satisfies Record<string, Pattern>;

export type NeighbourKind = keyof typeof patterns;

/** The longest of its periods, ms: where a neighbour begins within it is left to chance. */
export const periodMs = (kind: NeighbourKind): number => patterns[kind].busyMs + patterns[kind].idleMs;
