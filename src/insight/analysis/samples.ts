import type { Confirmation, Disturbance, Observation, RecordHeader } from '../../record/index.js';
import { sum } from '../../stats/index.js';

/** What one round says of one setting. */
export interface Sample {
  round: number;
  /** Tasks per second; turns per second of open-ended scenarios. */
  throughput: number;
  /** Mean pass, ms. */
  wallMs: number;
  /** Over the gate that was fixed before the run. */
  disturbed: boolean;
  /** Where it comes from; a ceiling has none. */
  observation?: Observation | Confirmation;
}

/** By round, ascending. */
export type Samples = ReadonlyMap<number, Sample>;

export type Gate = RecordHeader['plan']['gate'];

/** What the system does not tell does not count as disturbed. */
export function isDisturbed({ foreignCpu, stealShare }: Disturbance, gate: Gate): boolean {
  return (foreignCpu ?? 0) > gate.foreignCpu || (stealShare ?? 0) > gate.stealShare;
}

/** Throughput is tasks (turns) ÷ time over all passes of the observation. */
export function sampleOf(observation: Observation | Confirmation, tasks: number, gate: Gate): Sample {
  const wallMs = sum(observation.wallMs);
  const done = observation.turns ? sum(observation.turns) : tasks * observation.passes;
  return {
    round: observation.round,
    throughput: (1000 * done) / wallMs,
    wallMs: wallMs / observation.wallMs.length,
    disturbed: isDisturbed(observation.disturbance, gate),
    ...(observation.kind === 'observation' && { observation }),
  };
}

/**
 * One sample a round. Where a block was repeated, an undisturbed one is taken before a disturbed one, then the
 * latest: a choice by the gate alone, never by the outcome. `samples` stand in the order of measurement.
 */
export function byRound<S extends Pick<Sample, 'round' | 'disturbed'>>(
  samples: readonly S[],
): ReadonlyMap<number, S> {
  const rounds = new Map<number, S>();
  for (const sample of samples) {
    const before = rounds.get(sample.round);
    if (!before || before.disturbed || !sample.disturbed) rounds.set(sample.round, sample);
  }
  return ascending(rounds);
}

/** The first sample of every round, whatever came of it. */
export function firstByRound(samples: readonly Sample[]): Samples {
  const rounds = new Map<number, Sample>();
  for (const sample of samples) if (!rounds.has(sample.round)) rounds.set(sample.round, sample);
  return ascending(rounds);
}

function ascending<S>(rounds: ReadonlyMap<number, S>): ReadonlyMap<number, S> {
  return new Map([...rounds].sort(([a], [b]) => a - b));
}
