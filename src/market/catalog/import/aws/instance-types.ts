import { z } from 'zod';
import { UsageError } from '../../../../errors.js';
import type { Instance } from '../../instance.js';
import type { Tally } from '../importer.js';
import { jsonList } from '../json-items.js';

/** What `aws ec2 describe-instance-types` says of a type, as far as it is used here. */
const typeSchema = z.object({
  InstanceType: z.string(),
  VCpuInfo: z.object({
    DefaultVCpus: z.int().min(1),
    DefaultCores: z.int().min(1).optional(),
    DefaultThreadsPerCore: z.int().min(1).optional(),
  }),
  MemoryInfo: z.object({ SizeInMiB: z.number().positive() }),
  ProcessorInfo: z.object({ SupportedArchitectures: z.array(z.string()) }),
  BurstablePerformanceSupported: z.boolean().optional(),
  GpuInfo: z.unknown().optional(),
  FpgaInfo: z.unknown().optional(),
  InferenceAcceleratorInfo: z.unknown().optional(),
  NeuronInfo: z.unknown().optional(),
});

/** What a type is, without its price. */
export type Spec = Pick<
  Instance,
  'vcpus' | 'physicalCores' | 'threadsPerCore' | 'memoryGiB' | 'architecture' | 'burstable'
> & { accelerated: boolean };

/** The types by name, from the files of `aws ec2 describe-instance-types`. */
export async function readTypes(files: readonly string[], tally: Tally): Promise<Map<string, Spec>> {
  const specs = new Map<string, Spec>();
  for (const file of files) {
    for await (const value of jsonList(file, 'InstanceTypes')) {
      const read = typeSchema.safeParse(value);
      const spec = read.success ? specOf(read.data) : undefined;
      if (read.success && spec) specs.set(read.data.InstanceType, spec);
      else
        tally.leftOut('types that do not say what they are (no 64-bit CPU, vCPUs or memory)', nameIn(value));
    }
  }
  if (specs.size > 0) return specs;
  throw new UsageError(
    `${files.join(', ')}: no InstanceTypes; expected what aws ec2 describe-instance-types --output json prints.`,
  );
}

function specOf({
  VCpuInfo,
  MemoryInfo,
  ProcessorInfo,
  ...rest
}: z.infer<typeof typeSchema>): Spec | undefined {
  const architecture = architectureOf(ProcessorInfo.SupportedArchitectures);
  if (architecture === undefined) return undefined;
  const { DefaultVCpus: vcpus, DefaultCores = null, DefaultThreadsPerCore = null } = VCpuInfo;
  return {
    vcpus,
    physicalCores: DefaultCores ?? (DefaultThreadsPerCore === null ? null : vcpus / DefaultThreadsPerCore),
    threadsPerCore: DefaultThreadsPerCore ?? (DefaultCores === null ? null : vcpus / DefaultCores),
    memoryGiB: MemoryInfo.SizeInMiB / 1024,
    architecture,
    burstable: rest.BurstablePerformanceSupported ?? false,
    accelerated: [rest.GpuInfo, rest.FpgaInfo, rest.InferenceAcceleratorInfo, rest.NeuronInfo].some(Boolean),
  };
}

/** Old types run 32-bit systems as well (`i386`); Macs have names of their own. */
function architectureOf(supported: readonly string[]): Instance['architecture'] | undefined {
  if (supported.includes('x86_64')) return 'x86_64';
  return supported.includes('arm64') ? 'arm64' : undefined;
}

function nameIn(value: unknown): string {
  return String((value as { InstanceType?: unknown } | null)?.InstanceType ?? 'an entry without a name');
}
