import type { Invention } from '../../host/index.js';
import type { Disturbance, Lane, Observation, RecordHeader, RecordLine } from '../../record/index.js';

export type PlannedCase = RecordHeader['plan']['cases'][number];
export type RecordedScenario = RecordHeader['scenarios'][number];
type Stopped = Extract<RecordLine, { kind: 'stopped' }>;

/** The same in every round, or by round. */
export type ByRound<T> = T | ((round: number) => T);

/** A case of an invented record and what was measured of it. */
export interface InventedCase extends Partial<Omit<PlannedCase, 'params'>> {
  engine: string;
  /** One pass, ms, in every round or by round; null in a round that was not measured. Default: none measured. */
  wallMs?: number | ((round: number) => number | null);
  /** One pass, ms, in each fresh round of the confirmation. */
  confirmationMs?: readonly number[];
  /** Turns of a pass, for open-ended scenarios. */
  turns?: number;
  /** Rounds whose observation was disturbed, and by what (default: 0.9 CPU taken by other programs). */
  disturbedRounds?: readonly number[];
  disturbance?: Partial<Disturbance>;
  /** How long a quota held the workers back in a pass, ms, summed over CPUs. */
  throttledMs?: ByRound<number>;
  /** Default true; undefined in no record line. */
  verified?: boolean | null | undefined;
  difference?: string;
  /** Tasks that failed in every observation. */
  failedTasks?: number;
  skipped?: string;
  failed?: string;
  dropped?: string;
  peakMemoryMiB?: number;
  /** Of every worker in every observation; times are those of one pass. */
  lane?: ByRound<Partial<Lane>>;
  eventLoopDelayMs?: ByRound<Observation['eventLoopDelayMs']>;
  /** CPUs' worth of work of our own processes. */
  ownCpu?: ByRound<number>;
  /** Clock of the CPUs by round, MHz. */
  clockMhz?: (round: number) => number;
}

/** A ceiling that is `factor` times its one-worker case. */
export interface InventedCeiling {
  engine: string;
  workers: number;
  factor: ByRound<number>;
}

export interface InventedRun {
  host?: Invention;
  /** The first one's `name` is that of every case that names none. Default: `cycles`, 12 equal tasks. */
  scenarios?: readonly Partial<RecordedScenario>[];
  cases: readonly InventedCase[];
  ceilings?: readonly InventedCeiling[];
  /** Default 10. */
  rounds?: number;
  /** Standard deviation of the noise on the log of every wall time. Default 0: exact. */
  spread?: number;
  plan?: Partial<Omit<RecordHeader['plan'], 'cases'>>;
  /** Lines added after all others. */
  lines?: readonly RecordLine[];
  /** null: the record just ends. Default: the rounds asked for were done. */
  stopped?: Partial<Stopped> | null;
}
