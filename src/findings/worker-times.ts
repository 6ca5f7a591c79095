import { type CaseResult, isDisturbed, restingOn } from '../analysis/index.js';
import type { Lane, Observation, RunRecord } from '../record/index.js';

/** What the workers of a case did, summed over workers, passes and rounds; ms. */
export interface WorkerTimes {
  tasks: number;
  chunks: number;
  /** Inside chunks. */
  busyMs: number;
  /** Between chunks, while chunks remained. */
  idleMs: number;
  /** CPU time; null where the system does not tell. */
  cpuMs: number | null;
  /** Share of the time inside chunks in which a worker neither ran nor wanted to; null where it is not known. */
  blockedShare: number | null;
}

/** Of the undisturbed observations where there are enough, else of all. */
export function observationsOf({ header, lines }: RunRecord, { case: { id } }: CaseResult): Observation[] {
  const own = lines.filter((line): line is Observation => line.kind === 'observation' && line.case === id);
  const { used } = restingOn(
    own.map((observation) => ({
      observation,
      disturbed: isDisturbed(observation.disturbance, header.plan.gate),
    })),
  );
  return used.map(({ observation }) => observation);
}

export function workerTimesOf(record: RunRecord, result: CaseResult): WorkerTimes {
  const observations = observationsOf(record, result);
  const lanes = observations.flatMap((observation) => observation.lanes);
  const sum = (of: (lane: Lane) => number) => lanes.reduce((total, lane) => total + of(lane), 0);
  return {
    tasks: observations.reduce((total, { counts }) => total + counts.ok, 0),
    chunks: sum(({ chunks }) => chunks),
    busyMs: sum(({ busyMs }) => busyMs),
    idleMs: sum(({ idleMs }) => idleMs),
    cpuMs: lanes.every(({ cpuMs }) => cpuMs !== undefined) ? sum(({ cpuMs }) => cpuMs!) : null,
    blockedShare: blockedShare(lanes),
  };
}

/** Only chunks that were long enough for exact counters tell. */
function blockedShare(lanes: readonly Lane[]): number | null {
  const exact = lanes.flatMap(({ busyMs, cpuMs, waitMs, gapCpuMs, read }) => {
    if (read) return [read];
    const isExact = gapCpuMs !== undefined && cpuMs !== undefined && waitMs !== undefined;
    return isExact ? [{ busyMs, cpuMs, waitMs }] : [];
  });
  const busyMs = exact.reduce((total, lane) => total + lane.busyMs, 0);
  const accounted = exact.reduce((total, lane) => total + lane.cpuMs + lane.waitMs, 0);
  return busyMs > 0 ? Math.max(0, 1 - accounted / busyMs) : null;
}
