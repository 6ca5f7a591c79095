import type {
  ChunksizeSpec,
  CommandKind,
  CoresSpec,
  Params,
  QuotaSpec,
  WorkersSpec,
} from '../../scenario/index.js';

/** A sweep with its scenario loaded and every default filled in. */
export interface SweepInput {
  readonly scenario: string;
  readonly params: Params;
  /** The scenario's own params: ids name only those that differ. Absent: `params`. */
  readonly defaults?: Params;
  /** Tasks of one pass; 0 where that is not known, since the scenario cannot be loaded. */
  readonly tasks: number;
  /** One task a worker, each running until it is stopped. */
  readonly openEnded: boolean;
  /** The scenario has no `run`: serial and the ceiling run its `consume`. */
  readonly consumesOnly?: boolean;
  /** How the scenario takes its tasks, where it is a command. */
  readonly command?: CommandKind | undefined;
  /** Serial is another program than that which runs beside others. */
  readonly hasSerialForm?: boolean;
  /** Why there can be no case of this engine and dispatch, a sentence; such cases are skipped. */
  readonly problem?: (setting: { engine: string; dispatch: string }) => string | undefined;
  readonly engines: readonly string[];
  /** Engines whose workers have a core each, whatever the machine has: nothing confines them. Absent: none. */
  readonly virtualEngines?: ReadonlySet<string>;
  readonly dispatches: readonly string[];
  readonly workers: readonly WorkersSpec[];
  readonly chunksizes: readonly ChunksizeSpec[];
  readonly cores: readonly CoresSpec[];
  /** Each set of cores under each of these. Absent: under no quota of its own. */
  readonly cpuQuotas?: readonly QuotaSpec[];
  /** Measure every parallel case that is asked for a second time, with a cold start. */
  readonly cold?: boolean;
  /** Measure every parallel case as so many equal ones, told apart by these labels. */
  readonly replicas?: readonly string[];
  /** The run makes the sweep by itself. */
  readonly added?: true;
}

/** What the dispatches make of a chunksize; given, because they are a later layer. */
export interface ChunkRule {
  /** The chunksize that `auto` stands for. */
  auto(dispatch: string, tasks: number, workers: number): number;
  /** What `asked` comes to: `apply` sends one task a message whatever is asked. */
  effective(dispatch: string, asked: number): number;
}
