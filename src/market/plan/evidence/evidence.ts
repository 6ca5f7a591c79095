import type { Insight } from '../../../insight/index.js';
import type { ScalingMachine } from '../../../insight/scaling/index.js';
import type { RunRecord } from '../../../record/index.js';
import type { Interval } from '../../../stats/index.js';
import type { Demand } from '../request.js';

/** The machine that a record is of. */
export interface MeasuredMachine {
  /** As the system names it. */
  cpu: string;
  architecture: string;
  memoryGiB: number;
  /** As the record or the user names it; `name` or `provider/name`. */
  instanceType?: string;
  /** `provider/family` of that type in the catalog. */
  family?: string;
}

/** Throughput over workers at one setting, on one machine. */
export interface MeasuredCurve {
  engine: string;
  dispatch: string;
  chunksize: number | 'auto';
  /** What the curve could use. */
  machine: ScalingMachine;
  /**
   * Ascending workers; tasks a second with nothing lost to too few chunks at the end of a pass, which a longer
   * stream of tasks does not have. Intervals are of the shape alone.
   */
  points: readonly { workers: number; throughput: number; low: number; high: number }[];
  /** How sure the height of the whole curve is, beside its shape, in this run and in another: around 1. */
  drift: Interval;
  /** What each worker adds, MiB; null where not known. */
  memoryPerWorkerMiB: number | null;
  /** What is needed whatever the number of workers, MiB; absent: nothing. */
  baseMemoryMiB?: number;
  /** By workers, the smallest CPU quota that was measured to let them run freely; absent: none was. */
  freeQuotas?: ReadonlyMap<number, number>;
  /** With more workers than this the one thread that feeds them is busy all the time; infinite where not known. */
  mostFed: number;
  /** Holds the case that the record recommends. */
  isRecommended: boolean;
}

/** What one record tells of one scenario. */
export interface Evidence {
  /** The record's label. */
  label: string;
  machine: MeasuredMachine;
  /** Why the machine may not be of the type that it is said to be; absent where nothing speaks against it. */
  typeDoubt?: { verdict: 'unknown' | 'doubtful'; message: string };
  /** What measured it: `corewise run …`; absent where another tool did. */
  command?: string;
  /** Its times were made up by a cost function. */
  isVirtual: boolean;
  /** Figures of the work rest on rounds that other load disturbed. */
  isDisturbed: boolean;
  /** What the record recommends where its tasks wait: so many at once on one thread. */
  noPool?: string;
  curves: readonly MeasuredCurve[];
  /** The same of workers that have nothing to do with each other, for whole programs side by side. */
  isolated: readonly MeasuredCurve[];
}

/** Tasks that arrive one by one do not wait for others to make a chunk with. */
export function curvesFor({ kind }: Demand, { curves, isolated }: Evidence): readonly MeasuredCurve[] {
  if (kind === 'programs' && isolated.length > 0) return isolated;
  if (kind !== 'arrivals') return curves;
  const single = curves.filter(({ chunksize, dispatch }) => chunksize === 1 || dispatch === 'apply');
  return single.length > 0 ? single : curves;
}

/** What is to be planned for: the same in every record. */
export interface PlannedWork {
  scenario: string;
  params: Readonly<Record<string, number | string | boolean>>;
  /** Serial times of tasks, or of even runs of them, ms; their ratios are those of single tasks. Empty: open-ended. */
  taskMs: readonly number[];
  /** False where `taskMs` holds runs of tasks, which differ less than tasks do. */
  isPerTask: boolean;
  /** Tasks of one pass; absent: open-ended. */
  passTasks?: number;
  /** The results were compared with those of serial. */
  isVerified: boolean;
  /** Of files of other tools: what they count, as `runs/s`, how that was made, and what is doubtful in them. */
  curves?: { unit: string; basis: string; files: readonly string[]; doubts: readonly string[] };
}

/** A record, what it means, and where it was read. */
export interface AnalysedRecord {
  path: string;
  /** The type of its machine as it was named with the path, where the record does not say. */
  instanceType?: string;
  record: RunRecord;
  insight: Insight;
}
