import { z } from 'zod';
import { UsageError } from '../../../../errors.js';
import type { Instance } from '../../instance.js';
import type { Tally } from '../importer.js';
import { jsonList } from '../json-items.js';

/** What `az vm list-skus` says of anything: disks and host groups stand in the same list. */
const skuSchema = z.object({
  resourceType: z.string(),
  name: z.string(),
  capabilities: z.array(z.object({ name: z.string(), value: z.string() })).nullish(),
});

/** What a size is, without its price. */
export type Size = Pick<
  Instance,
  'vcpus' | 'physicalCores' | 'threadsPerCore' | 'memoryGiB' | 'architecture' | 'burstable'
> & { accelerated: boolean };

/** The sizes of virtual machines by name, from the files of `az vm list-skus`. */
export async function readSizes(files: readonly string[], tally: Tally): Promise<Map<string, Size>> {
  const sizes = new Map<string, Size>();
  for (const file of files) {
    for await (const value of jsonList(file, 'value')) {
      const read = skuSchema.safeParse(value);
      if (!read.success || read.data.resourceType.toLowerCase() !== 'virtualmachines') continue;
      const { name, capabilities } = read.data;
      const size = sizeOf(name, new Map(capabilities?.map((each) => [each.name, each.value])));
      if (size) sizes.set(name, size);
      else tally.leftOut('sizes that do not say their vCPUs and memory', name);
    }
  }
  if (sizes.size > 0) return sizes;
  throw new UsageError(
    `${files.join(', ')}: no virtual machines; expected what az vm list-skus -o json prints.`,
  );
}

function sizeOf(name: string, capabilities: ReadonlyMap<string, string>): Size | undefined {
  const number = (key: string) => Number(capabilities.get(key) ?? Number.NaN);
  // A constrained size (E8-4ds_v5) has all of the machine's vCPUs in one field, and those it may use in the other.
  const vcpus = number(capabilities.has('vCPUsAvailable') ? 'vCPUsAvailable' : 'vCPUs');
  const memoryGiB = number('MemoryGB');
  if (!Number.isInteger(vcpus) || vcpus < 1 || !(memoryGiB > 0)) return undefined;
  const perCore = number('vCPUsPerCore');
  const isKnown = perCore >= 1 && vcpus % perCore === 0;
  return {
    vcpus,
    physicalCores: isKnown ? vcpus / perCore : null,
    threadsPerCore: isKnown ? perCore : null,
    memoryGiB,
    architecture: /^arm64$/i.test(capabilities.get('CpuArchitectureType') ?? '') ? 'arm64' : 'x86_64',
    burstable: /^Standard_B\d/.test(name),
    accelerated: number('GPUs') > 0,
  };
}
