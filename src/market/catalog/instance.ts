import { z } from 'zod';
import { counted } from '../../stats/index.js';

/**
 * The family of an instance type, from its name: types of one family differ in size, not in kind of core.
 * `c7i.2xlarge` → `c7i`, `c4-highcpu-8` → `c4`, `Standard_D16as_v7` → `Dasv7`. A name that follows no provider's
 * rule is a family of its own.
 */
export function familyOf(provider: string, name: string): string {
  return rules.get(provider)?.(name) ?? name;
}

const rules = new Map<string, (name: string) => string | undefined>([
  ['aws', (name) => /^([^.]+)\./.exec(name)?.[1]],
  ['gcp', (name) => /^([^-]+)-/.exec(name)?.[1]],
  ['azure', azureSeries],
]);

/** Series and version without the size, and without the number that a constrained size has (`E8-4ds_v5`). */
function azureSeries(name: string): string | undefined {
  const match = /^(?:Standard|Basic)_([A-Z]+)\d+(?:-\d+)?([a-z]*)((?:_\w+)?)$/.exec(name);
  return match ? `${match[1]}${match[2]}${match[3]!.replaceAll('_', '')}` : undefined;
}

/** What time is rounded up to. */
export const billingUnits = ['minute', 'hour'] as const;

export const architectures = ['x86_64', 'arm64'] as const;

/** One type of machine at one place for one price: what a row of a catalog says. */
export interface Instance {
  /** Who offers it: `aws`, `azure`, `gcp`, or a name of the user's own. */
  readonly provider: string;
  readonly region: string;
  readonly name: string;
  /** CPUs that the system shows; SMT siblings count each. */
  readonly vcpus: number;
  /** Null where nobody says: a vCPU may be half a core. */
  readonly physicalCores: number | null;
  readonly threadsPerCore: number | null;
  readonly memoryGiB: number;
  readonly architecture: (typeof architectures)[number];
  /** The model that a guest is shown; null where it is not known, and where machines of the type have several. */
  readonly cpu: string | null;
  /** The models that machines of the type come with, where there are several: nobody can order one of them. */
  readonly cpus?: readonly string[] | undefined;
  /** Types of one family differ in size, not in kind of core. */
  readonly family: string;
  /** Its full speed lasts only as long as its credits. */
  readonly burstable: boolean;
  /** Linux, on demand. */
  readonly pricePerHour: number;
  /** The same as long as the provider has capacity to spare, and with a commitment of a year; absent: not known. */
  readonly spotPerHour?: number | undefined;
  readonly reservedPerHour?: number | undefined;
  /** Begun units of time are paid for as whole ones; absent: by the second, or nearly so. */
  readonly billedBy?: (typeof billingUnits)[number] | undefined;
  readonly currency: string;
  /** The day for which the price is known, `YYYY-MM-DD`. */
  readonly asOf: string;
  /** Where each part comes from. */
  readonly sources?: Readonly<Record<string, string>> | undefined;
}

/** A row as it is written in a file: what a user need not say has a default. */
export const instanceSchema = z
  .object({
    provider: z.string().min(1).default('own').describe('aws, azure, gcp, or a name of your own'),
    region: z.string().default('').describe('where the price holds'),
    name: z.string().min(1),
    vcpus: z.int().min(1).describe('CPUs that the system shows; SMT siblings count each'),
    physicalCores: z.int().min(1).nullable().default(null),
    threadsPerCore: z.int().min(1).nullable().default(null),
    memoryGiB: z.number().positive(),
    architecture: z.enum(architectures),
    cpu: z.string().min(1).nullable().default(null).describe('the CPU model that a guest sees'),
    cpus: z
      .array(z.string().min(1))
      .min(2)
      .optional()
      .describe('the CPU models that the type comes with, where there are several; cpu is left out then'),
    family: z.string().min(1).optional().describe('types with the same kind of core; default: from the name'),
    burstable: z.boolean().default(false).describe('its full speed lasts only as long as its credits'),
    pricePerHour: z.number().positive().describe('Linux, on demand'),
    spotPerHour: z.number().positive().optional().describe('as long as the provider has capacity to spare'),
    reservedPerHour: z.number().positive().optional().describe('with a commitment of a year'),
    billedBy: z
      .enum(billingUnits)
      .optional()
      .describe('begun minutes or hours are paid for as whole ones; default: by the second'),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/, 'expected three capital letters, such as USD')
      .default('USD'),
    asOf: z.iso.date().describe('the day for which the price is known'),
    sources: z.record(z.string(), z.string()).optional().describe('where each part comes from'),
  })
  .refine(({ cpu, cpus }) => cpu === null || cpus === undefined, {
    message: 'a type with several CPU models names them in cpus alone',
    path: ['cpu'],
  })
  .refine(coresAgree, { message: 'physicalCores × threadsPerCore is not vcpus', path: ['physicalCores'] });

type InstanceRow = z.infer<typeof instanceSchema>;

function coresAgree({ vcpus, physicalCores, threadsPerCore }: CoreNumbers): boolean {
  if (physicalCores === null) return threadsPerCore === null || vcpus % threadsPerCore === 0;
  return physicalCores <= vcpus && (threadsPerCore === null || physicalCores * threadsPerCore === vcpus);
}

interface CoreNumbers {
  vcpus: number;
  physicalCores: number | null;
  threadsPerCore: number | null;
}

/** The instance that a row describes: its family by its name, and of cores and threads per core one from the other. */
export function instanceOf(row: InstanceRow): Instance {
  const { sources, cpus, spotPerHour, reservedPerHour, billedBy, ...rest } = row;
  return {
    ...rest,
    ...(cpus && { cpus }),
    ...(spotPerHour !== undefined && { spotPerHour }),
    ...(reservedPerHour !== undefined && { reservedPerHour }),
    ...(billedBy && { billedBy }),
    ...cores(row),
    family: row.family ?? familyOf(row.provider, row.name),
    ...(sources && { sources }),
  };
}

function cores({ vcpus, physicalCores, threadsPerCore }: CoreNumbers) {
  const perCore = physicalCores === null ? threadsPerCore : vcpus / physicalCores;
  return {
    physicalCores: physicalCores ?? (threadsPerCore === null ? null : vcpus / threadsPerCore),
    threadsPerCore: perCore !== null && Number.isInteger(perCore) ? perCore : threadsPerCore,
  };
}

/** Names it where several providers and regions stand side by side: `aws us-east-1 c7i.large`. */
export function labelOf({ provider, region, name }: Pick<Instance, 'provider' | 'region' | 'name'>): string {
  return [provider, region, name].filter((part) => part !== '').join(' ');
}

/** `12 types of aws eu-west-1, aws us-east-1`. */
export function placesOf(instances: readonly Pick<Instance, 'provider' | 'region'>[]): string {
  const places = instances.map(({ provider, region }) => `${provider} ${region}`.trim());
  return `${counted(instances.length, 'type')} of ${[...new Set(places)].sort().join(', ')}`;
}
