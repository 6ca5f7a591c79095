import { z } from 'zod';
import { amount, coreCount, count, cpu, ms, positiveMs, rate, roundNumber } from './bounds.js';
import { caseSchema, type RecordHeader } from './header.js';
import { ceilingSchema, confirmationSchema, observationSchema } from './observation.js';

const verificationSchema = z.object({
  kind: z.literal('verification'),
  case: z.string(),
  /** null: cannot be checked (open-ended, or `verify: 'none'`). */
  verified: z.boolean().nullable(),
  /** The first difference, in words. */
  difference: z.string().optional(),
  /** Serial, run again, gave other results than the first time: the first difference, in words. */
  serialDiffers: z.string().optional(),
  /** What results lose in messages, one line per kind: what stands in serial and here, and of how many results. */
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
    round: count.optional(),
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
        wallMs: ms,
        cpuMs: ms.optional(),
        /** Of all its processes. */
        peakMemoryMiB: amount.optional(),
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
    /** `behind`: not among those that went on, where the best setting was looked for. */
    reason: z.enum(['lost', 'precise', 'behind']),
    round: roundNumber,
    message: z.string(),
  }),
  /** The run went on after it had ended, in whatever way, with the same plan and seed. */
  z.object({
    kind: z.literal('resumed'),
    at: z.iso.datetime(),
    /** Rounds so far, with those that were not finished: numbers go on from here. */
    rounds: count,
    /** How many of those were not finished. */
    unfinished: count,
    /** What the run had taken until then. */
    elapsedMs: ms,
    /** What the plan says from now on: of the whole run, not of what is left. */
    plan: z.object({
      rounds: roundNumber.nullable(),
      precision: rate,
      maxTimeMs: positiveMs.nullable(),
    }),
    /** What is otherwise than before, where the user wanted to go on all the same: sentences. */
    differs: z.array(z.string()).optional(),
  }),
  /** From here on other CPUs may be used than before, by affinity or by the quota of a cgroup; see the header's host. */
  z.object({
    kind: z.literal('machine'),
    /** The round in which it was noticed; the whole of it counts as touched. */
    round: roundNumber,
    /** It is one of those that confirm a recommendation. */
    confirmation: z.literal(true).optional(),
    allowed: z.array(cpu),
    quotaCpus: coreCount.nullable(),
  }),
  z.object({ kind: z.literal('note'), check: z.string(), message: z.string() }),
  z.object({
    kind: z.literal('stopped'),
    reason: z.enum(['rounds', 'precise', 'time', 'interrupted', 'failed']),
    rounds: count,
    elapsedMs: ms,
    /** Of that, how long the run was held back while other programs computed. */
    waitedMs: ms.optional(),
    message: z.string(),
  }),
]);

export type RecordLine = z.infer<typeof lineSchema>;
export type Stopped = Extract<RecordLine, { kind: 'stopped' }>;
export type Resumed = Extract<RecordLine, { kind: 'resumed' }>;
export type MachineChange = Extract<RecordLine, { kind: 'machine' }>;

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

/** How the run ended; undefined where its process was killed, or it still goes on. */
export function endOf(lines: readonly RecordLine[]): Stopped | undefined {
  const last = lines.findLast(({ kind }) => kind === 'stopped' || kind === 'resumed');
  return last?.kind === 'stopped' ? last : undefined;
}

/** Brings a header up to date with a line: what was added to the plan, or changed in it. */
export function applyToPlan({ plan }: RecordHeader, line: RecordLine): void {
  if (line.kind === 'added') plan.cases.push(line.added);
  if (line.kind === 'resumed') Object.assign(plan, line.plan);
}
