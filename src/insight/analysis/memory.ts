import type { Case } from '../../measure/cases/index.js';
import type { Observation, RunRecord } from '../../record/index.js';
import { type Interval, largest, mean, meanInterval, smallest, sum } from '../../stats/index.js';
import { groupBy } from './references.js';

/** Kept for the system, MiB. */
export const SYSTEM_MEMORY_MIB = 512;

/** How the memory of a setting grows with its workers: what it needs anyway, and what each worker adds, MiB. */
export interface MemoryGrowth {
  /** Worker counts that it was measured at, ascending. */
  counts: number[];
  baseMiB: number;
  perWorkerMiB: number;
  /**
   * Where it was measured at one count alone and the base is not known: the whole is assumed to grow in proportion to
   * the workers.
   */
  isProportional: boolean;
  /** At so many workers, with its interval over rounds; null where fewer than two rounds tell. */
  at(workers: number): Interval | null;
}

interface Line {
  baseMiB: number;
  perWorkerMiB: number;
}

/**
 * A line through the memory that cases held that differ only in their workers, in each round: least squares, neither
 * part below 0. With one count the line begins at what the process held before its threads were started, or at 0. The
 * parts are means over rounds, the first raised until no observation lies above the line: memory is bought for the
 * worst. Undefined where the record tells nothing of it.
 */
export function memoryGrowth({ lines }: RunRecord, cases: readonly Case[]): MemoryGrowth | undefined {
  const workersOf = new Map(cases.map(({ id, workers }) => [id, workers]));
  const readings = lines.flatMap((line) => {
    const workers = line.kind === 'observation' ? workersOf.get(line.case) : undefined;
    const held = line.kind === 'observation' && workers !== undefined ? heldIn(line) : undefined;
    return held === undefined ? [] : [{ ...held, workers: workers!, round: (line as Observation).round }];
  });
  if (readings.length === 0) return undefined;
  const rounds = fullest([...groupBy(readings, ({ round }) => String(round)).values()]).map(lineThrough);
  const counts = countsIn(readings);
  const mid = {
    baseMiB: mean(rounds.map((line) => line.baseMiB)),
    perWorkerMiB: mean(rounds.map((line) => line.perWorkerMiB)),
  };
  const aboveMiB = readings.map(({ totalMiB, workers }) => totalMiB - needAt(mid, workers));
  return {
    counts,
    baseMiB: mid.baseMiB + Math.max(0, largest(aboveMiB)),
    perWorkerMiB: mid.perWorkerMiB,
    isProportional: counts.length === 1 && readings.every((reading) => reading.baseMiB === undefined),
    at: (workers) => meanInterval(rounds.map((line) => needAt(line, workers))),
  };
}

function needAt({ baseMiB, perWorkerMiB }: Line, workers: number): number {
  return baseMiB + perWorkerMiB * workers;
}

/** Rounds that left some counts out have another line. */
function fullest<T extends Pick<Reading, 'workers'>>(rounds: readonly T[][]): T[][] {
  const most = largest(rounds.map((round) => countsIn(round).length));
  return rounds.filter((round) => countsIn(round).length === most);
}

function countsIn(readings: readonly Pick<Reading, 'workers'>[]): number[] {
  return [...new Set(readings.map(({ workers }) => workers))].sort((a, b) => a - b);
}

interface Reading {
  workers: number;
  totalMiB: number;
  /** Before the threads were started; undefined where not known. */
  baseMiB: number | undefined;
}

function heldIn({ lanes, baseMemoryMiB }: Observation): Omit<Reading, 'workers'> | undefined {
  const known = lanes.flatMap(({ peakMemoryMiB }) => peakMemoryMiB ?? []);
  if (known.length === 0 || known.length < lanes.length) return undefined;
  return { totalMiB: (baseMemoryMiB ?? 0) + sum(known), baseMiB: baseMemoryMiB };
}

function lineThrough(readings: readonly Reading[]): Line {
  if (countsIn(readings).length < 2)
    return from(smallest(readings.map(({ baseMiB }) => baseMiB ?? 0)), readings);
  const [meanWorkers, meanMiB] = [
    mean(readings.map(({ workers }) => workers)),
    mean(readings.map(({ totalMiB }) => totalMiB)),
  ];
  const over = (of: (reading: Reading) => number) => sum(readings.map(of));
  const perWorkerMiB =
    over(({ workers, totalMiB }) => (workers - meanWorkers) * (totalMiB - meanMiB)) /
    over(({ workers }) => (workers - meanWorkers) ** 2);
  const baseMiB = meanMiB - perWorkerMiB * meanWorkers;
  if (perWorkerMiB < 0) return { baseMiB: meanMiB, perWorkerMiB: 0 };
  return baseMiB < 0 ? from(0, readings) : { baseMiB, perWorkerMiB };
}

/** The line of least squares that begins there. */
function from(baseMiB: number, readings: readonly Reading[]): Line {
  const over = (of: (reading: Reading) => number) => sum(readings.map(of));
  const slope =
    over(({ workers, totalMiB }) => workers * (totalMiB - baseMiB)) / over(({ workers }) => workers ** 2);
  return { baseMiB, perWorkerMiB: Math.max(0, slope) };
}

/** How many workers so much memory holds; without end where they add nothing. */
export function workersHeld(
  memoryMiB: number,
  { baseMiB, perWorkerMiB }: Pick<MemoryGrowth, 'baseMiB' | 'perWorkerMiB'>,
): number {
  if (perWorkerMiB === 0) return baseMiB > memoryMiB ? 0 : Number.POSITIVE_INFINITY;
  return Math.max(0, Math.floor((memoryMiB - baseMiB) / perWorkerMiB));
}
