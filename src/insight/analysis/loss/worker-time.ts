import type { Confirmation, Lane, Observation } from '../../../record/index.js';

/**
 * What the workers of a case spent in a pass, summed over the workers, ms. `idle`, `chunk`, `tail`, `unused` and
 * `collect` make up the whole, workers × wall time.
 */
export interface WorkerTime {
  whole: number;
  /** Between chunks, while chunks remained. */
  idle: number;
  tail: number;
  unused: number;
  collect: number;
  /** Inside chunks. */
  chunk: number;
  chunkCpu: number;
  chunkWait: number;
  gapCpu: number;
  gapWait: number;
  /** In which the main thread was sending to them. */
  send: number;
  /** CPU time of the thread that feeds them. */
  mainCpu: number;
  /** In which the quota of a cgroup held runnable threads back, summed over CPUs. */
  throttled: number;
  /** Inside idle, unused and tail of a cold pass: until the last worker was ready. */
  startup: number;
  gc: number | undefined;
  /** The system tells CPU and run-queue time apart; where it does not, those figures are 0. */
  isCounted: boolean;
}

type Counters = Pick<WorkerTime, 'chunkCpu' | 'chunkWait' | 'gapCpu' | 'gapWait'>;

/** The mean pass of an observation; `isCold`: its passes began with starting the workers. */
export function workerTimeOf(
  { lanes, wallMs, passes, mainCpuMs = 0, disturbance }: Observation | Confirmation,
  isCold: boolean,
): WorkerTime {
  const sum = (of: (lane: Lane) => number) => lanes.reduce((total, lane) => total + of(lane), 0) / passes;
  const isCounted = lanes.length > 0 && lanes.every((lane) => lane.waitMs !== undefined);
  const counters = isCounted ? lanes.map(countersOf) : [];
  const counted = (of: keyof Counters) => counters.reduce((total, one) => total + one[of], 0) / passes;
  const startup = isCold ? lanes.length * Math.max(0, ...lanes.map(({ startupMs }) => startupMs)) : 0;
  return {
    whole: (lanes.length * wallMs.reduce((total, ms) => total + ms, 0)) / passes,
    idle: sum(({ idleMs }) => idleMs),
    tail: sum(({ tailMs }) => tailMs),
    unused: sum(({ unusedMs }) => unusedMs),
    collect: sum(({ collectMs }) => collectMs),
    chunk: sum(({ busyMs }) => busyMs),
    chunkCpu: counted('chunkCpu'),
    chunkWait: counted('chunkWait'),
    gapCpu: counted('gapCpu'),
    gapWait: counted('gapWait'),
    send: sum(({ sendMs }) => sendMs ?? 0),
    mainCpu: mainCpuMs / passes,
    throttled: (disturbance.throttledMs ?? 0) / passes,
    startup: startup / passes,
    gc: lanes.every(({ gcMs }) => gcMs !== undefined) ? sum(({ gcMs }) => gcMs ?? 0) : undefined,
    isCounted,
  };
}

/** A worker cannot wait in gaps for longer than they last; what the counters say beyond was between passes. */
function countersOf(lane: Lane): Counters {
  if (lane.gapCpuMs === undefined) return estimated(lane);
  const gapWait = Math.min(lane.gapWaitMs ?? 0, lane.idleMs);
  return { chunkCpu: lane.cpuMs ?? 0, chunkWait: lane.waitMs ?? 0, gapCpu: lane.gapCpuMs, gapWait };
}

/**
 * Where chunks were too short for exact reads, only the totals are known: waiting is split by the time in chunks
 * and in gaps, and chunks that did not wait are taken to have computed as far as there is CPU time for it.
 */
function estimated({ busyMs, idleMs, cpuMs = 0, waitMs = 0, read }: Lane): Counters {
  const { busyMs: readBusy, cpuMs: readCpu, waitMs: readWait } = read ?? { busyMs: 0, cpuMs: 0, waitMs: 0 };
  const busy = Math.max(0, busyMs - readBusy);
  const cpu = Math.max(0, cpuMs - readCpu);
  const wait = Math.max(0, waitMs - readWait);
  const inChunks = busy + idleMs > 0 ? Math.min(busy, (wait * busy) / (busy + idleMs)) : 0;
  const chunkCpu = Math.min(cpu, busy - inChunks);
  return {
    chunkCpu: readCpu + chunkCpu,
    chunkWait: readWait + inChunks,
    gapCpu: cpu - chunkCpu,
    gapWait: Math.min(wait - inChunks, idleMs),
  };
}
