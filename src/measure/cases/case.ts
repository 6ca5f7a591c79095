import type { RecordHeader } from '../../record/index.js';
import type { CommandKind, Params } from '../../scenario/index.js';

/** One setting that is measured, after every `auto` is resolved. Equal cases are one case. */
export interface Case {
  /** Short, stable, readable; unique within a run. */
  readonly id: string;
  readonly scenario: string;
  readonly params: Params;
  readonly engine: string;
  readonly dispatch: string;
  readonly workers: number;
  readonly chunksize: number;
  /** What was asked for and came to this chunksize: `1`, `'auto'`. */
  readonly chunksizeAsked: readonly (number | 'auto')[];
  /** min(CPUs in the set, quota); may be fractional. */
  readonly cores: number;
  /** The CPUs that the bench host is confined to; null: all allowed ones, no `taskset`. */
  readonly cpus: readonly number[] | null;
  /** CPUs' worth of time that a cgroup of its own grants it; absent: it gets none of its own. */
  readonly quota?: number | undefined;
  /** Why it is measured: asked for, or a reference that others are compared with. */
  readonly role: 'asked' | 'reference';
  /** Tells otherwise equal cases apart, for A/A comparisons. */
  readonly replica?: string | undefined;
  /** Each pass starts its workers anew and counts their start: what a job that starts a pool, runs and exits sees. */
  readonly cold?: true | undefined;
  /** How the scenario takes its tasks, where it is a command. */
  readonly command?: CommandKind | undefined;
  /** Id of the serial case that is the very same run: where both are to be visited, one visit counts for both. */
  readonly sameAs?: string | undefined;
  /** The run added it by itself: where it cannot be measured it is skipped, and the run has not failed. */
  readonly added?: true | undefined;
}

/** Where a case runs: the CPUs that it is confined to, and the quota that it is given. */
export type Place = Pick<Case, 'cpus' | 'quota'>;

/** Equal for equal places. */
export function placeKey({ cpus, quota }: Place): string {
  return JSON.stringify([cpus, quota ?? null]);
}

export { engineKey, isSameWork, scenarioKey, type Work, workKey } from '../../record/index.js';

/** A case as a record holds it: lists of its own. */
export function plainCase(of: Case): RecordHeader['plan']['cases'][number] {
  return { ...of, chunksizeAsked: [...of.chunksizeAsked], cpus: of.cpus ? [...of.cpus] : null };
}
