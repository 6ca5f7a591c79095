/** What one worker did in a burst. */
export interface WorkerBurst {
  readonly cpu: number;
  /** When each unit of work ended, ms from the burst's start. */
  readonly ends: readonly number[];
  /** CPU time; null where the system does not tell. */
  readonly cpuMs: number | null;
}

/** A moment in which some workers did as many units of the same work as they could. */
export interface Burst {
  readonly wallMs: number;
  readonly workers: readonly WorkerBurst[];
  readonly foreignCpu: number | null;
  readonly stealShare: number | null;
  readonly throttledMs: number | null;
}

/** All that the self-test measured. */
export interface SelfTestSamples {
  /** Workers stayed on the CPUs they were given. */
  readonly pinned: boolean;
  /** One worker, then as many as there are allowed CPUs, again and again. */
  readonly together: readonly { one: Burst; all: Burst }[];
  /** One CPU, then two at once. */
  readonly pairs: readonly { one: Burst; both: Burst }[];
}

/** Units a second, of all workers. */
export function rateOf({ workers, wallMs }: Burst): number {
  return (1000 * workers.reduce((sum, { ends }) => sum + ends.length, 0)) / wallMs;
}

/** Units that ended in each window of this length, of all workers; a last, partial window is left out. */
export function unitsByWindow({ workers, wallMs }: Burst, windowMs: number): number[] {
  const counts = new Array<number>(Math.floor(wallMs / windowMs)).fill(0);
  for (const end of workers.flatMap(({ ends }) => ends)) {
    const window = Math.floor(end / windowMs);
    if (window < counts.length) counts[window]!++;
  }
  return counts;
}
