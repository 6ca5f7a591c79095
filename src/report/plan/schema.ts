import { z } from 'zod';
import { severities } from '../../insight/findings/index.js';
import { constraintsSchema, demands } from '../../market/plan/index.js';
import { paramsSchema } from '../../record/index.js';
import { intervalSchema } from '../document/document.js';
import { chunksizeSchema, planChoiceSchema, provenanceSchema } from './choice-schema.js';

export const PLAN_SCHEMA = 'corewise/plan/1';

/** As it was asked for; of recorded arrivals their mean rate and their number, not each of them. */
const demandSchema = z.discriminatedUnion('kind', [
  demands.throughput,
  demands.job,
  demands.arrivals.omit({ arrivals: true, count: true }).extend({
    perSecond: z.number().describe('Poisson arrivals; of recorded ones their mean rate'),
    recorded: z.int().nullable().describe('how many arrivals were recorded; null: Poisson'),
  }),
  demands.programs,
]);

export const planSchema = z.object({
  schema: z.literal(PLAN_SCHEMA),
  version: z.string().describe('of corewise'),
  command: z.string(),
  decision: z.string().describe('one sentence'),
  why: z.array(z.string()),
  scenario: z.string(),
  params: paramsSchema,
  verified: z.boolean(),
  demand: demandSchema,
  constraints: constraintsSchema,
  currency: z.string(),
  machines: z.array(
    z.object({
      record: z.string(),
      cpu: z.string(),
      architecture: z.string(),
      instanceType: z.string().optional(),
      curves: z.array(
        z.object({
          engine: z.string(),
          dispatch: z.string(),
          chunksize: chunksizeSchema,
          workers: z.array(z.int()),
          memoryPerWorkerMiB: z.number().nullable().describe('what each worker adds'),
          baseMemoryMiB: z.number().optional().describe('what is needed whatever the number of workers'),
        }),
      ),
    }),
  ),
  considered: z
    .int()
    .optional()
    .describe(
      'types that the choice is among: of the catalog, within provider and architecture, not burstable',
    ),
  choices: z.array(planChoiceSchema).describe('cheapest first; empty where nothing is possible'),
  impossible: z
    .object({ constraints: z.array(z.string()), message: z.string(), nearest: z.string() })
    .nullable(),
  rivals: z
    .object({ count: z.int(), isLeast: z.boolean(), nearest: z.string().nullable() })
    .describe(
      'types with other cores than the first choice that may be as cheap; isLeast: some were not simulated',
    ),
  sensitivity: z
    .object({
      rival: z.string(),
      rivalCostPerHour: z.number(),
      winnerSpeed: z
        .number()
        .nullable()
        .describe('the rival is cheaper below this share of the winner’s expected core speed; null: never'),
      rivalSpeed: z
        .number()
        .nullable()
        .describe('the rival is cheaper above this multiple of its own expected core speed; null: never'),
      message: z.string(),
    })
    .nullable(),
  tradeOffs: z
    .array(
      z.object({
        rank: z.int(),
        points: z.array(z.object({ instances: z.int(), costPerHour: z.number(), timeMs: z.number() })),
      }),
    )
    .describe(
      'what other numbers of the cheapest types with unlike cores would cost, and how soon they are done',
    ),
  risk: z
    .object({
      withinTenPercent: z
        .object({ chance: z.number(), types: z.int().describe('measured and predicted ones') })
        .nullable()
        .describe(
          'how likely the first choice costs no more than 1.1 times what the cheapest of these types does',
        ),
      enough: z.number().describe('how likely as many as are bought meet the demand'),
      certainties: z
        .array(z.object({ certainty: z.number(), instances: z.int(), costPerHour: z.number() }))
        .describe('what the first choice takes, to be that sure; without those that no number reaches'),
      surest: z
        .object({
          provider: z.string(),
          instance: z.string(),
          instances: z.int(),
          costPerHour: z.number(),
        })
        .nullable()
        .describe('what costs least to be that sure at once; null where that is the first choice'),
    })
    .nullable()
    .optional()
    .describe('how wrong the first choice can be; null where nothing was chosen'),
  next: z
    .object({
      types: z.array(
        z.object({
          provider: z.string(),
          instance: z.string(),
          saving: z.number().describe('expected share, once those before it are measured'),
          couldSave: z.number().describe('share, in the tenth of cases in which it is fastest'),
          cheapest: z.number().describe('how likely it is the cheapest, or within 2 % of that'),
          minutes: z.number(),
          cost: z.number().describe('of one instance for so long'),
          command: z.string().nullable().describe('to run there; null where another tool measured'),
        }),
      ),
      toBeat: z.object({ instance: z.string(), costPerHour: z.number(), isMeasured: z.boolean() }),
      saving: z.number().describe('expected share that the first of them saves'),
      savingPerMonth: z.number().describe('of 730 hours'),
      isWorthIt: z.boolean().describe('false: stop measuring, and buy'),
      message: z.string(),
    })
    .nullable()
    .optional()
    .describe('which types to measure next, if that was asked for; null where public data tell of none'),
  measuredMachine: z
    .object({
      record: z.string(),
      machines: z.int(),
      workers: z.int(),
      engine: z.string(),
      chunksize: chunksizeSchema,
      throughput: intervalSchema,
    })
    .nullable()
    .describe('the demand met with machines like the measured one: measured here'),
  latency: z
    .object({
      arrivals: z.int(),
      waitMs: z.object({ p50: intervalSchema, p95: intervalSchema, p99: intervalSchema }),
      totalMs: z.object({ p50: intervalSchema, p95: intervalSchema, p99: intervalSchema }),
    })
    .nullable()
    .describe('of the first choice, simulated'),
  autoscaled: z
    .object({
      min: z.int(),
      max: z.int(),
      startupMs: z.number(),
      instances: z.object({ mean: z.number(), most: z.number() }),
      costPerHour: z.number(),
      totalMs: z.object({ p50: intervalSchema, p95: intervalSchema, p99: intervalSchema }),
    })
    .nullable()
    .describe('the first choice, started and ended as the load asks for'),
  latencyOverLoad: z
    .object({
      knee: z.number(),
      points: z.array(
        z.object({
          load: z.number(),
          perSecond: z.number(),
          p50Ms: intervalSchema,
          p95Ms: intervalSchema,
          p99Ms: intervalSchema,
        }),
      ),
    })
    .nullable(),
  assumptions: z.array(
    z.object({
      what: z.string(),
      value: z.string(),
      provenance: z.union([provenanceSchema, z.enum(['given', 'listed', 'a convention'])]),
      source: z.string(),
    }),
  ),
  findings: z.array(
    z.object({
      check: z.string(),
      severity: z.enum(severities),
      message: z.string(),
      advice: z.string(),
    }),
  ),
  leftOut: z.array(z.string()),
  catalog: z.object({ asOf: z.string(), attribution: z.array(z.string()) }),
  publicData: z
    .object({ asOf: z.string(), attribution: z.array(z.string()) })
    .optional()
    .describe('speeds of instance types that predictions rest on; absent: none do'),
});

export type PlanDocument = z.infer<typeof planSchema>;
