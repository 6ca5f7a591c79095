import type { Case } from '../../measure/cases/index.js';
import type {
  CeilingObservation,
  Confirmation,
  Disturbance,
  Observation,
  RecordHeader,
  RunRecord,
} from '../../record/index.js';
import { mean, sum } from '../../stats/index.js';
import { onChangedMachine } from './machine-changes.js';

/** What one round says of one setting. */
export interface Sample {
  round: number;
  /** Tasks per second; turns per second of open-ended scenarios. */
  throughput: number;
  /** Mean pass, ms. */
  wallMs: number;
  /** Over the gate that was fixed before the run, or measured on other CPUs than the run began with. */
  disturbed: boolean;
  /** Where it comes from; a ceiling has none. */
  observation?: Observation | Confirmation;
}

/** By round, ascending. */
export type Samples = ReadonlyMap<number, Sample>;

type Gate = RecordHeader['plan']['gate'];
type Measured = Observation | Confirmation | CeilingObservation;

/** What the system does not tell does not count as disturbed. */
export function isDisturbed({ foreignCpu, stealShare }: Disturbance, gate: Gate): boolean {
  return (foreignCpu ?? 0) > gate.foreignCpu || (stealShare ?? 0) > gate.stealShare;
}

/** Whether a line of the record is over the gate, or was measured on what was another machine. */
export function disturbedIn(record: RunRecord): (line: Measured) => boolean {
  const changed = onChangedMachine(record);
  const { gate } = record.header.plan;
  return (line) => changed.has(line) || isDisturbed(line.disturbance, gate);
}

/** Throughput is tasks (turns) ÷ time over all passes of the observation. */
export function sampleOf(
  observation: Observation | Confirmation,
  tasks: number,
  disturbed: (line: Measured) => boolean,
): Sample {
  const wallMs = sum(observation.wallMs);
  const done = observation.turns ? sum(observation.turns) : tasks * observation.passes;
  return {
    round: observation.round,
    throughput: (1000 * done) / wallMs,
    wallMs: wallMs / observation.passes,
    disturbed: disturbed(observation),
    ...(observation.kind === 'observation' && { observation }),
  };
}

/**
 * One sample a round. Where a block was repeated, an undisturbed one is taken before a disturbed one, then the
 * latest: by the gate alone, never by the outcome. `samples` stand in the order of measurement.
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

/** More than this cannot be told from a machine that did nothing else. */
const MOST = 0.9;

/**
 * The share of its CPUs that other processes and the hypervisor took while a case was measured, over all its rounds:
 * without them it might have done up to 1 ÷ (1 − share) as much.
 */
export function takenShare({ lines }: RunRecord, { id, cores }: Case): number {
  const observations = lines.filter(
    (line): line is Observation => line.kind === 'observation' && line.case === id,
  );
  const shares = observations.map(
    ({ disturbance: { foreignCpu, stealShare } }) => (foreignCpu ?? 0) / cores + (stealShare ?? 0),
  );
  return Math.min(MOST, shares.length === 0 ? 0 : mean(shares));
}
