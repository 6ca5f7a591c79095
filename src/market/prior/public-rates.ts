import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { UsageError } from '../../errors.js';
import { packageRoot } from '../../own-package.js';

/** The name that stands in the asset; a newer one is refused by name. */
export const PUBLIC_RATES_SCHEMA = 'corewise/public-rates/1';

/** An instance type whose speed is publicly known. */
export interface PublicType {
  readonly provider: string;
  readonly name: string;
  readonly vcpus: number;
  readonly physicalCores: number;
  /** As a guest is shown it. */
  readonly cpu: string;
}

/** What is publicly known of the speed of instance types, over many workloads. */
export interface PublicRates {
  /** The day on which the data were put together, `YYYY-MM-DD`. */
  readonly asOf: string;
  readonly attribution: readonly string[];
  readonly workloads: readonly string[];
  readonly types: readonly PublicType[];
  /**
   * Natural logarithm of the rate, a row per workload: of each type on one vCPU, then of each type on all of its
   * vCPUs. Each row has a unit of its own; null where nobody measured.
   */
  readonly logRates: readonly (readonly (number | null)[])[];
}

/** Rates are kept in steps of one per cent: two runs of the same differ by more. */
export const STEPS = 100;

/** Stands in the asset where nobody measured. */
export const GAP = '-';

const assetSchema = z.object({
  schema: z.literal(PUBLIC_RATES_SCHEMA),
  asOf: z.iso.date(),
  attribution: z.array(z.string()),
  workloads: z.array(z.string()),
  /** Provider, name, vCPUs, physical cores, index of the CPU. */
  types: z.array(z.tuple([z.string(), z.string(), z.int(), z.int(), z.int()])),
  cpus: z.array(z.string()),
  /** Steps, by coordinate: the mean over workloads. */
  mean: z.array(z.int()),
  /** A row per workload: steps beside that mean, with a space between them. */
  logRates: z.array(z.string()),
});

const rate = z.number().nullable().optional();

/** What Spare Cores' inspector wrote, brought together: rates on one vCPU and on all of them. */
const inspectorSchema = z.object({
  source: z.string(),
  stressors: z.array(z.string()).min(2),
  instances: z
    .array(
      z.object({
        provider: z.string(),
        name: z.string(),
        vcpus: z.int().positive(),
        physicalCores: z.int().positive(),
        cpu: z.string(),
        usdPerHour: z.number().positive(),
        throughput: z.record(z.string(), z.tuple([rate, rate]).nullish()),
      }),
    )
    .min(2),
});

let shipped: PublicRates | undefined;

/** The dated rates that come with corewise (assets/prior/), read once. */
export function shippedRates(): PublicRates {
  shipped ??= assetFrom(readFileSync(join(packageRoot, 'assets', 'prior', 'rates.json'), 'utf8'));
  return shipped;
}

function assetFrom(text: string): PublicRates {
  const { types, cpus, mean, logRates, ...rest } = assetSchema.parse(JSON.parse(text));
  return {
    ...rest,
    types: types.map(([provider, name, vcpus, physicalCores, cpu]) => ({
      ...{ provider, name, vcpus, physicalCores },
      cpu: cpus[cpu]!,
    })),
    logRates: logRates.map((row) =>
      row.split(' ').map((steps, at) => (steps === GAP ? null : (mean[at]! + Number(steps)) / STEPS)),
    ),
  };
}

/** Rates of a user's own file, with the prices that stand in it. */
export interface PricedRates {
  rates: PublicRates;
  /** An hour of each type, USD. */
  prices: readonly number[];
}

/**
 * Reads measured rates: `{ source, stressors: […], instances: [{ provider, name, vcpus, physicalCores, cpu,
 * usdPerHour, throughput: { STRESSOR: [one vCPU, all vCPUs] } }] }`. @throws UsageError that names what is wrong.
 */
export function readRates(path: string, asOf: string): PricedRates {
  const parsed = inspectorSchema.safeParse(jsonOf(path));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new UsageError(
      `${path} is not a file of measured rates: ${issue!.path.join('.') || 'the whole'}: ${issue!.message}.`,
    );
  }
  const { source, stressors } = parsed.data;
  // Of a type without a rate nothing is known.
  const instances = parsed.data.instances.filter((one) =>
    [0, 1].every((at) => stressors.some((workload) => logOf(one, workload, at) !== null)),
  );
  if (instances.length < 2) throw new UsageError(`${path} has rates of fewer than two instance types.`);
  const row = (workload: string) => [0, 1].flatMap((at) => instances.map((one) => logOf(one, workload, at)));
  return {
    rates: {
      asOf,
      attribution: [source],
      workloads: stressors,
      types: instances.map(({ provider, name, vcpus, physicalCores, cpu }) => ({
        ...{ provider, name, vcpus, physicalCores, cpu },
      })),
      logRates: stressors.map(row),
    },
    prices: instances.map(({ usdPerHour }) => usdPerHour),
  };
}

function jsonOf(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new UsageError(`${path} cannot be read as JSON: ${(error as Error).message}`);
  }
}

type Inspected = z.infer<typeof inspectorSchema>['instances'][number];

function logOf({ throughput }: Inspected, workload: string, at: number): number | null {
  const found = throughput[workload]?.[at];
  return found != null && found > 0 ? Math.log(found) : null;
}
