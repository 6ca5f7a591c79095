import { z } from 'zod';
import { analyse } from './analysis/index.js';
import {
  type AnalysedRecord,
  type Constraints,
  type Demand,
  evidenceFrom,
  makePlan,
  unconstrained,
} from './capacity/plan/index.js';
import { balancerNames } from './capacity/queue/index.js';
import { catalogFrom } from './catalog/index.js';
import { UsageError } from './errors.js';
import { firstProblem, readRecord } from './record/index.js';
import { type PlanDocument, planDocument } from './report/index.js';
import { version } from './study/index.js';

export interface PlanOptions {
  demand: Demand;
  constraints?: Partial<Constraints>;
  /** Where a record has several. */
  scenario?: string;
  /** What the measured machine is, where the record does not say. */
  instanceType?: string;
  /** File of instances and prices; default: the catalog that comes with corewise. */
  catalog?: string;
  /** The command that makes the plan anew, for its last lines. */
  command?: string;
}

/**
 * Which instances meet a demand, how many, with what settings and at what cost, from records of one scenario: paths of
 * `record.jsonl` or of the folders of runs. Where nothing meets it, `impossible` says why and what is nearest.
 * Rejects with UsageError for a demand or constraints that cannot be, and for records that cannot be planned from.
 */
export async function planCapacity(paths: readonly string[], options: PlanOptions): Promise<PlanDocument> {
  check(paths, options);
  const { demand, command = `planCapacity(${paths.join(', ')})` } = options;
  const catalog = await catalogFrom(options.catalog);
  const evidence = evidenceFrom(await Promise.all(paths.map(analysed)), { ...options, catalog });
  const constraints = { ...unconstrained, ...options.constraints };
  const plan = makePlan({ ...evidence, catalog, demand, constraints });
  return planDocument(plan, { command, version, today: new Date() });
}

async function analysed(path: string): Promise<AnalysedRecord> {
  const record = await readRecord(path);
  return { path, record, analysis: analyse(record) };
}

const positive = z.number().positive();
const count = z.int().positive();

const demandSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('throughput'), perSecond: positive }),
  z.object({ kind: z.literal('job'), tasks: count, deadlineMs: positive }),
  z.object({
    kind: z.literal('arrivals'),
    arrivals: z.union([z.object({ rate: positive }), z.object({ timestampsMs: z.array(z.number()).min(2) })]),
    p95Ms: positive,
    balancer: z.enum(balancerNames),
    seed: z.int(),
    count: count.optional(),
  }),
  z.object({ kind: z.literal('programs'), programs: count, deadlineMs: positive.optional() }),
]);

const constraintsSchema = z.strictObject({
  memoryPerWorkerMiB: positive.optional(),
  maxCostPerHour: positive.optional(),
  provider: z.string().optional(),
  architecture: z.string().optional(),
  maxInstances: count.optional(),
  minInstances: count.optional(),
  headroom: z.number().min(0).lt(1).optional(),
  spare: z.int().min(0).optional(),
  startupMs: positive.optional(),
  price: z.object({ name: z.string(), factor: positive }).optional(),
});

const requestSchema = z.object({ demand: demandSchema, constraints: constraintsSchema.optional() });

function check(paths: readonly string[], { demand, constraints }: PlanOptions): void {
  if (paths.length === 0) throw new UsageError('There is no record to plan from: give at least one.');
  const parsed = requestSchema.safeParse({ demand, constraints });
  if (!parsed.success) throw new UsageError(`Not a plan that can be made: ${firstProblem(parsed.error)}.`);
  const { minInstances, maxInstances, startupMs } = { ...unconstrained, ...constraints };
  if (maxInstances !== undefined && maxInstances < minInstances)
    throw new UsageError(`--max-instances ${maxInstances} is below --min-instances ${minInstances}.`);
  if (startupMs !== undefined && demand.kind !== 'arrivals')
    throw new UsageError('--startup belongs to --arrival-rate or --arrivals.');
}
