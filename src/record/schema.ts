import { z } from 'zod';
import { caseSchema, paramsSchema, type RecordHeader } from './header.js';

/** Sums over the passes of one observation, by worker. Times in ms; undefined where the system does not tell. */
export const laneSchema = z.object({
  worker: z.int().min(0),
  /** The CPU it last ran on. */
  cpu: z.int().optional(),
  /** The CPUs it was seen on, where there is more than that one; it may have been on others in between. */
  cpus: z.array(z.int()).optional(),
  /** The CPU it was pinned to. */
  pinned: z.int().optional(),
  /** From the request to its being ready; of a cold case, until all workers were, and part of the other times. */
  startupMs: z.number(),
  /** CPU time inside chunks. */
  cpuMs: z.number().optional(),
  /** Runnable but not running, inside chunks. */
  waitMs: z.number().optional(),
  /** Wall time inside chunks. */
  busyMs: z.number(),
  /** CPU time between chunks: messages, the event loop. */
  gapCpuMs: z.number().optional(),
  gapWaitMs: z.number().optional(),
  /** Part of the gaps in which the main thread was sending to this worker. */
  sendMs: z.number().optional(),
  /** Gaps between chunks, wall time. */
  idleMs: z.number(),
  /** From its last chunk's end to the last chunk's end of any worker. */
  tailMs: z.number(),
  /** The whole pass, where it never got a chunk. */
  unusedMs: z.number(),
  /** From the last chunk's end of any worker to the pass's end. */
  collectMs: z.number(),
  chunks: z.int().min(0),
  /** Where only some chunks were long enough for exact counters: those alone. `cpuMs` and `waitMs` then hold everything. */
  read: z.object({ busyMs: z.number(), cpuMs: z.number(), waitMs: z.number() }).optional(),
  /** Garbage collection of the worker, wherever it fell. */
  gcMs: z.number().optional(),
  peakMemoryMiB: z.number().optional(),
  /** Most threads that a program and the processes it started had at once, where the scenario is a command. */
  threads: z.int().min(0).optional(),
  /**
   * What its isolate has in use, heap and external: after the first pass, garbage included, and after the last one,
   * without garbage where that is over 4 MiB more. So it grew by at least the difference. Absent with a single pass.
   */
  heldMiB: z.object({ first: z.number(), last: z.number() }).optional(),
  /** Warm-up reached its limit before the task time was steady. */
  warmupCapped: z.boolean().optional(),
});

export const disturbanceSchema = z.object({
  /** CPUs' worth of work that processes other than ours did on the allowed CPUs; null where not known. */
  foreignCpu: z.number().nullable(),
  /** CPUs' worth of work that our own processes did, helper threads and threads of the tasks' own included. */
  ownCpu: z.number().nullable().optional(),
  stealShare: z.number().nullable(),
  throttledMs: z.number().nullable(),
  swapPages: z.number().nullable(),
  /** Involuntary context switches of our processes. */
  switches: z.number().nullable(),
  /** Mean clock of the allowed CPUs at start and end; absent where not told. Virtual machines tell a nominal one. */
  frequencyMhz: z.object({ start: z.number(), end: z.number() }).optional(),
  /** Time that the work was held back while others computed: no part of any other figure. */
  pausedMs: z.number().nonnegative().optional(),
});

const countsSchema = z.object({
  submitted: z.int().min(0),
  ok: z.int().min(0),
  failed: z.int().min(0),
  lost: z.int().min(0),
});

/** [worker, first task, tasks, pass, received, started, finished]: ms from the pass's start. */
export const chunkRowSchema = z.tuple([
  z.int(),
  z.int(),
  z.int(),
  z.int(),
  z.number(),
  z.number(),
  z.number(),
]);

export const observationSchema = z.object({
  kind: z.literal('observation'),
  case: z.string(),
  round: z.int().min(1),
  /** Place of the visit within the run, from 1. */
  order: z.int().min(1),
  passes: z.int().min(1),
  wallMs: z.array(z.number().positive()),
  /** Turns that open-ended tasks made, by pass; absent for others. */
  turns: z.array(z.number()).optional(),
  lanes: z.array(laneSchema),
  /** CPU time of the thread that fed the workers, ms over all passes; absent where not told. */
  mainCpuMs: z.number().optional(),
  disturbance: disturbanceSchema,
  eventLoopDelayMs: z.object({ p50: z.number(), p99: z.number(), max: z.number() }).nullable(),
  counts: countsSchema,
  chunks: z.array(chunkRowSchema).optional(),
});

/** An observation of the fresh rounds that confirm a recommendation; `round` counts those, from 1. */
export const confirmationSchema = observationSchema.extend({ kind: z.literal('confirmation') });

/** p isolated one-worker sessions, released together, each doing all tasks. */
export const ceilingSchema = z.object({
  kind: z.literal('ceiling'),
  scenario: z.string(),
  params: paramsSchema,
  engine: z.string(),
  workers: z.int().min(1),
  cores: z.number().positive(),
  cpus: z.array(z.int()).nullable(),
  /** As of a case. */
  quota: z.number().positive().optional(),
  round: z.int().min(1),
  order: z.int().min(1),
  /** The one-worker case (imapUnordered, chunksize 1) it is a multiple of. */
  reference: z.string(),
  passes: z.int().min(1),
  /** Tasks (or turns) per second of each session. */
  throughputs: z.array(z.number().positive()),
  disturbance: disturbanceSchema,
});

export const verificationSchema = z.object({
  kind: z.literal('verification'),
  case: z.string(),
  /** null: cannot be checked (open-ended, or `verify: 'none'`). */
  verified: z.boolean().nullable(),
  /** The first difference, in words. */
  difference: z.string().optional(),
  /** Serial, run again, gave other results than the first time: the first difference, in words. */
  serialDiffers: z.string().optional(),
  /** What results lose in messages, a line a kind: what stands in serial and here, and of how many results. */
  lost: z
    .array(z.object({ path: z.string(), serial: z.string(), here: z.string(), results: z.int().min(1) }))
    .optional(),
});

const eventOf = <K extends string>(kind: K) =>
  z.object({ kind: z.literal(kind), case: z.string(), reason: z.string() });

export const lineSchema = z.discriminatedUnion('kind', [
  observationSchema,
  ceilingSchema,
  confirmationSchema,
  verificationSchema,
  eventOf('skipped'),
  eventOf('failed').extend({
    round: z.int().optional(),
    /** A task threw, an error escaped its task, memory ran out, or a worker ended; absent for what is none of these. */
    how: z.enum(['task', 'stray', 'memory', 'lost']).optional(),
    /** The user's own frames of the error's stack, innermost first. */
    stack: z.array(z.string()).optional(),
    /** How the program ended that failed, where the scenario is a command. */
    process: z
      .object({
        command: z.string(),
        exitCode: z.int().nullable(),
        signal: z.string().nullable(),
        wallMs: z.number().nonnegative(),
        cpuMs: z.number().nonnegative().optional(),
        /** Of all its processes. */
        peakMemoryMiB: z.number().optional(),
        /** The beginning and the end of it. */
        stderr: z.string(),
      })
      .optional(),
  }),
  /** A case that was added to the plan in the middle of the run, and why. */
  z.object({ kind: z.literal('added'), added: caseSchema, reason: z.string() }),
  /** Left out because time was short. */
  eventOf('dropped'),
  /** Why a case was measured no further than this round. */
  z.object({
    kind: z.literal('settled'),
    case: z.string(),
    reason: z.enum(['lost', 'precise']),
    round: z.int().min(1),
    message: z.string(),
  }),
  z.object({ kind: z.literal('note'), check: z.string(), message: z.string() }),
  z.object({
    kind: z.literal('stopped'),
    reason: z.enum(['rounds', 'precise', 'time', 'interrupted', 'failed']),
    rounds: z.int().min(0),
    elapsedMs: z.number().nonnegative(),
    /** Of that, how long the run was held back while other programs computed. */
    waitedMs: z.number().nonnegative().optional(),
    message: z.string(),
  }),
]);

export type RecordLine = z.infer<typeof lineSchema>;
export type Observation = z.infer<typeof observationSchema>;
export type Confirmation = z.infer<typeof confirmationSchema>;
export type CeilingObservation = z.infer<typeof ceilingSchema>;
export type Lane = z.infer<typeof laneSchema>;
export type Disturbance = z.infer<typeof disturbanceSchema>;
export type ChunkRow = z.infer<typeof chunkRowSchema>;

/** A whole record: its header and its lines in the order they were written. */
export interface RunRecord {
  header: RecordHeader;
  lines: RecordLine[];
  /** The last line was cut off (a crash while writing) and was left out. */
  torn: boolean;
}

/** The first thing that zod found wrong, with its place: `lanes[0].busyMs: expected number, received null`. */
export function firstProblem(error: z.ZodError): string {
  const [issue] = error.issues;
  if (!issue) return error.message;
  const message = issue.message.replace(/^Invalid input: /, '');
  const place = issue.path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
  return place === '' ? message : `${place.replace(/^\./, '')}: ${message}`;
}
