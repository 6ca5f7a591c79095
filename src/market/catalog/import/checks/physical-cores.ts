import type { Instance } from '../../instance.js';
import { shippedCatalog } from '../../shipped.js';
import type { Check } from '../importer.js';

/**
 * A vCPU is a core or half of one, and nothing matters more to a size. Where a download does not say, the family's
 * threads per core and CPU are those of the shipped catalog, if it knows the family and its types agree; else a doubt.
 */
export const checkPhysicalCores: Check = (offers, tally) =>
  offers.map((offer) => {
    const instance = withTopology(offer.instance);
    if (instance.physicalCores === null) tally.kept('physical cores not known', offer.place);
    return { ...offer, instance };
  });

/** Names the source that makes an attribution necessary. */
export const SHIPPED_TOPOLOGY = 'the shipped catalog, same family';

function withTopology(instance: Instance): Instance {
  const { provider, family, vcpus } = instance;
  const known = shippedCatalog().instances.filter(
    (each) => each.provider === provider && each.family === family,
  );
  const threadsPerCore = instance.threadsPerCore ?? agreed(known.map((each) => each.threadsPerCore));
  const isFilled = instance.physicalCores === null && threadsPerCore !== null && vcpus % threadsPerCore === 0;
  const cpu = instance.cpu ?? agreed(known.map((each) => each.cpu));
  const cpus = instance.cpus ?? (cpu === null ? known[0]?.cpus : undefined);
  if (!isFilled && cpu === instance.cpu && cpus === instance.cpus) return instance;
  return {
    ...instance,
    cpu,
    ...(cpus && { cpus }),
    ...(isFilled && { threadsPerCore, physicalCores: vcpus / threadsPerCore }),
    sources: { ...instance.sources, topology: SHIPPED_TOPOLOGY },
  };
}

/** What all of them say; null where they differ, or say nothing. */
function agreed<T>(values: readonly (T | null)[]): T | null {
  const [first, ...others] = new Set(values);
  return first === undefined || others.length > 0 ? null : first;
}
