import { z } from 'zod';
import {
  amount,
  coreCount,
  cpu,
  ms,
  positiveMs,
  rate,
  roundNumber,
  taskCount,
  workerCount,
} from './bounds.js';

/** The name that stands in every record's first line; a newer one is refused by name. */
export const RECORD_SCHEMA = 'corewise/record/1';

/** How a command takes its tasks; see `CommandSpec`. */
const commandKindSchema = z.enum(['self-parallel', 'chunks', 'copies', 'persistent']);

export const paramsSchema = z.record(z.string(), z.union([z.number(), z.string(), z.boolean()]));

export const caseSchema = z.object({
  id: z.string(),
  scenario: z.string(),
  params: paramsSchema,
  engine: z.string(),
  dispatch: z.string(),
  workers: workerCount,
  chunksize: z.int().min(1),
  chunksizeAsked: z.array(z.union([z.int().min(1), z.literal('auto')])),
  cores: coreCount,
  cpus: z.array(cpu).nullable(),
  /** CPUs' worth of time that a cgroup of its own granted it; absent where it had none of its own. */
  quota: coreCount.optional(),
  role: z.enum(['asked', 'reference']),
  replica: z.string().optional(),
  /** Each pass starts its workers anew and counts their start. */
  cold: z.literal(true).optional(),
  /** How the scenario takes its tasks, where it is a command. */
  command: commandKindSchema.optional(),
  /** Id of the serial case that is the very same run: one visit may count for both. */
  sameAs: z.string().optional(),
  /** The run added it by itself; absent where the user or the suite asked for it. */
  added: z.literal(true).optional(),
});

const hostSchema = z.object({
  cpu: z.string(),
  cpus: z.array(z.object({ id: cpu, package: z.int(), core: z.int(), capacity: rate })),
  allowed: z.array(cpu),
  quotaCpus: coreCount.nullable(),
  memoryGiB: amount,
  memoryLimitGiB: amount.nullable(),
  node: z.string(),
  v8: z.string(),
  os: z.string(),
  platform: z.string(),
  arch: z.string(),
  virtualization: z.string().nullable(),
  canConfine: z.boolean(),
  hasProc: z.boolean(),
  instanceType: z.string().optional(),
});

/** What a run set out to do. */
const planSchema = z.object({
  suite: z.string(),
  label: z.string(),
  /** The command that repeats the run. */
  command: z.string(),
  startedAt: z.iso.datetime(),
  cases: z.array(caseSchema),
  /** Fixed by `--rounds`; null: until precise or out of time. */
  rounds: roundNumber.nullable(),
  minRounds: roundNumber,
  /** Wanted half-width of a speedup's interval, as a fraction. */
  precision: rate,
  maxTimeMs: positiveMs.nullable(),
  observationMs: positiveMs,
  /** How long one pass of an open-ended scenario lasts. */
  openEndedMs: positiveMs,
  gate: z.object({ foreignCpu: z.number(), stealShare: z.number() }),
  /** Whether each worker was to stay on a CPU of its own, and which CPUs are taken first. */
  pin: z.enum(['none', 'physical', 'spread']).default('none'),
  /** The best setting of each scenario was looked for: the others were measured in few rounds. */
  tuned: z.literal(true).optional(),
  /** A worker of every case waited for a debugger: the times say nothing. */
  inspected: z.literal(true).optional(),
});

export const headerSchema = z.object({
  schema: z.literal(RECORD_SCHEMA),
  plan: planSchema,
  host: hostSchema,
  scenarios: z.array(
    z.object({
      name: z.string(),
      description: z.string(),
      params: paramsSchema,
      /** SHA-256 of the bundled code and the name@version of its packages; empty where it could not be loaded. */
      hash: z.string(),
      packages: z.array(z.string()),
      openEnded: z.boolean(),
      /** What is started, where the scenario is a command; its tasks are not told. */
      command: z
        .object({
          kind: commandKindSchema,
          argv: z.array(z.string()),
          serial: z.array(z.string()).optional(),
          env: z.record(z.string(), z.string()).optional(),
          stdin: z.literal(true).optional(),
          shell: z.literal(true).optional(),
          cwd: z.string(),
        })
        .optional(),
      /** How tasks and results travel to and from threads; absent in older records. */
      payload: z.enum(['copy', 'transfer', 'share']).optional(),
      /** Of a pass. */
      tasks: taskCount,
      /** All that there are, where passes are of fewer, spread evenly over them, so that rounds fit into the time. */
      allTasks: taskCount.optional(),
      /** Serial time of each task in task order, or of runs of consecutive tasks beyond 10,000. */
      taskMs: z.array(ms),
      /**
       * CPU time of serial's thread ÷ (a pass's time − what the thread waited for a CPU): far below 1 where tasks wait.
       * Absent in older records, and where serial failed.
       */
      cpuShare: z.number().min(0).max(1).optional(),
    }),
  ),
  /** Where each engine runs tasks; absent in older records. */
  engines: z.record(z.string(), z.enum(['inline', 'workers', 'virtual'])).optional(),
  /** By engine: how the pool of another package was set, in the words of its options. */
  poolSettings: z.record(z.string(), z.string()).optional(),
  seed: z.int(),
  versions: z.record(z.string(), z.string()),
});

export type RecordHeader = z.infer<typeof headerSchema>;

/** Where an engine runs tasks: on the caller's thread, in workers, or on a virtual clock. */
type Placement = NonNullable<RecordHeader['engines']>[string];

/** Of the engines that there were before records named them; all others had workers. */
const UNNAMED: Readonly<Record<string, Placement>> = {
  serial: 'inline',
  promises: 'inline',
  fake: 'virtual',
};

/** Whether the times of this engine's cases are what cost functions say, by the record and not by what is installed. */
export function isVirtualIn({ engines }: Pick<RecordHeader, 'engines'>, engine: string): boolean {
  return (engines?.[engine] ?? UNNAMED[engine]) === 'virtual';
}

/** Whether any case of the run was measured on a virtual clock. */
export function isVirtualRun(
  header: Pick<RecordHeader, 'engines'> & {
    readonly plan: { readonly cases: readonly { readonly engine: string }[] };
  },
): boolean {
  return header.plan.cases.some(({ engine }) => isVirtualIn(header, engine));
}
