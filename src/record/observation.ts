import { z } from 'zod';
import {
  amount,
  coreCount,
  count,
  counterMs,
  cpu,
  cpuLoad,
  difference,
  ms,
  positiveMs,
  rate,
  restMs,
  roundNumber,
  workerCount,
  workerIndex,
} from './bounds.js';
import { paramsSchema } from './header.js';

/** Sums over the passes of one observation, by worker. Times in ms; undefined where the system does not tell. */
const laneSchema = z.object({
  worker: workerIndex,
  /** The CPU it last ran on. */
  cpu: cpu.optional(),
  /** The CPUs it was seen on, where there is more than that one; it may have been on others in between. */
  cpus: z.array(cpu).optional(),
  /** The CPU it was pinned to. */
  pinned: cpu.optional(),
  /** From the request to its being ready; of a cold case, until all workers were, and part of the other times. */
  startupMs: ms,
  /** CPU time inside chunks. */
  cpuMs: counterMs.optional(),
  /** Runnable but not running, inside chunks. */
  waitMs: counterMs.optional(),
  /** Wall time inside chunks. */
  busyMs: ms,
  /** CPU time between chunks: messages, the event loop. */
  gapCpuMs: restMs.optional(),
  gapWaitMs: restMs.optional(),
  /** Part of the gaps in which the main thread was sending to this worker. */
  sendMs: counterMs.optional(),
  /** Gaps between chunks, wall time. */
  idleMs: restMs,
  /** From its last chunk's end to the last chunk's end of any worker. */
  tailMs: restMs,
  /** The whole pass, where it never got a chunk. */
  unusedMs: restMs,
  /** From the last chunk's end of any worker to the pass's end. */
  collectMs: restMs,
  chunks: count,
  /** Where only some chunks were long enough for exact counters: those alone. `cpuMs` and `waitMs` then hold everything. */
  read: z.object({ busyMs: ms, cpuMs: counterMs, waitMs: ms }).optional(),
  /** Garbage collection of the worker, wherever it fell. */
  gcMs: counterMs.optional(),
  /** Of a thread its isolate’s, and its share of what else the process grew by; see `baseMemoryMiB`. */
  peakMemoryMiB: amount.optional(),
  /** Most threads that a program and the processes it started had at once, where the scenario is a command. */
  threads: count.optional(),
  /**
   * What its isolate has in use, heap and external: after the first pass, garbage included, and after the last one,
   * without garbage where that is over 4 MiB more. So it grew by at least the difference. Absent with a single pass.
   */
  heldMiB: z.object({ first: amount, last: amount }).optional(),
  /** Warm-up reached its limit before the task time was steady. */
  warmupCapped: z.boolean().optional(),
});

const disturbanceSchema = z.object({
  /** CPUs' worth of work that processes other than ours did on the allowed CPUs; null where not known. */
  foreignCpu: cpuLoad.nullable(),
  /** CPUs' worth of work that our own processes did, helper threads and threads of the tasks' own included. */
  ownCpu: cpuLoad.nullable().optional(),
  stealShare: cpuLoad.nullable(),
  throttledMs: restMs.nullable(),
  swapPages: difference.nullable(),
  /** Involuntary context switches of our processes. */
  switches: difference.nullable(),
  /** Mean clock of the allowed CPUs at start and end; absent where not told. Virtual machines tell a nominal one. */
  frequencyMhz: z.object({ start: amount, end: amount }).optional(),
  /** Time that the work was held back while others computed: no part of any other figure. */
  pausedMs: ms.optional(),
});

const countsSchema = z.object({
  submitted: count,
  ok: count,
  failed: count,
  lost: count,
});

/**
 * [worker, first task, tasks, pass, received, started, finished, waited]: ms from the pass's start; how long the worker
 * was runnable but not running meanwhile is missing where the system does not tell, and in older records.
 */
const chunkRowSchema = z.tuple([
  workerIndex,
  count,
  count,
  count,
  restMs,
  restMs,
  restMs,
  counterMs.optional(),
]);

const hostPartSchema = z.object({
  host: z.string(),
  cores: workerCount,
  workers: workerCount,
  /** How far the clock that it measures on is behind this machine's, ms; and how far off that may be. */
  clockOffsetMs: difference,
  clockErrorMs: amount,
});

export const observationSchema = z.object({
  kind: z.literal('observation'),
  case: z.string(),
  round: roundNumber,
  /** Place of the visit within the run, from 1. */
  order: roundNumber,
  passes: roundNumber,
  /** Of each pass in turn; of more than 500 passes sums over runs of them, see `runLengths`. */
  wallMs: z.array(positiveMs),
  /** Turns that open-ended tasks made, likewise; absent for others. */
  turns: z.array(amount).optional(),
  lanes: z.array(laneSchema),
  /** What the process held before its threads were started, MiB; of threads alone. Absent in older records. */
  baseMemoryMiB: amount.optional(),
  /** CPU time of the thread that fed the workers, ms over all passes; absent where not told. */
  mainCpuMs: counterMs.optional(),
  disturbance: disturbanceSchema,
  eventLoopDelayMs: z.object({ p50: restMs, p99: restMs, max: restMs }).nullable(),
  counts: countsSchema,
  chunks: z.array(chunkRowSchema).optional(),
  /** The machines whose threads the workers were; absent where all were of this one. */
  hosts: z.array(hostPartSchema).optional(),
});

/** An observation of the fresh rounds that confirm a recommendation; `round` counts those, from 1. */
export const confirmationSchema = observationSchema.extend({ kind: z.literal('confirmation') });

/** p isolated one-worker sessions, released together, each doing all tasks. */
export const ceilingSchema = z.object({
  kind: z.literal('ceiling'),
  scenario: z.string(),
  params: paramsSchema,
  engine: z.string(),
  workers: workerCount,
  cores: coreCount,
  cpus: z.array(cpu).nullable(),
  /** As of a case. */
  quota: coreCount.optional(),
  round: roundNumber,
  order: roundNumber,
  /** Of a command, each of whose chunks starts a program; else it is 1. */
  chunksize: z.int().min(1).optional(),
  /** The one-worker case (imapUnordered, of this chunksize) it is a multiple of. */
  reference: z.string(),
  passes: roundNumber,
  /** Tasks (or turns) per second of each session. */
  throughputs: z.array(rate),
  disturbance: disturbanceSchema,
});

/** What a line calls a ceiling that failed or was skipped: the one-worker case it is a multiple of, and of how many. */
export const ceilingName = ({ reference, workers }: { reference: string; workers: number }): string =>
  `ceiling of ${reference} at ${workers}`;

/** The parts of such a name; undefined of a case's. */
export function readCeilingName(name: string): { reference: string; workers: number } | undefined {
  const [, reference, workers] = /^ceiling of (.*) at (\d+)$/s.exec(name) ?? [];
  return reference === undefined ? undefined : { reference, workers: Number(workers) };
}

export type Observation = z.infer<typeof observationSchema>;
export type Confirmation = z.infer<typeof confirmationSchema>;
export type CeilingObservation = z.infer<typeof ceilingSchema>;
export type Lane = z.infer<typeof laneSchema>;
export type Disturbance = z.infer<typeof disturbanceSchema>;
export type ChunkRow = z.infer<typeof chunkRowSchema>;
