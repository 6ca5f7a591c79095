import type { HostFacts } from '../../host/index.js';
import type { Catalog } from './catalog.js';
import { type CpuMatch, matchCpu } from './cpu.js';
import type { Instance } from './instance.js';
import {
  hasItsArchitecture,
  hasItsCpus,
  isItsProvider,
  memoryShare,
  modelsOf,
  physicalCoresOf,
} from './shows.js';

/** A type that a machine could be. */
export interface PossibleType {
  readonly instance: Instance;
  /** `same`: the CPU model fits; `possible`: the model is not shown, or the catalog has none. */
  readonly cpu: Exclude<CpuMatch, 'other'>;
  /** Whether the physical cores that the system shows are those of the catalog; guests are not always told the truth. */
  readonly coresAgree: boolean;
}

/**
 * The types of a catalog that a machine could be, by architecture, CPUs, memory, CPU model and, where it is known, the
 * provider. Candidates and no more: two types may look the same from inside, and the right one may not be listed. Where
 * the CPU model of some fits, only those are given.
 */
export function identify(host: HostFacts, { instances }: Catalog): PossibleType[] {
  const candidates = instances.flatMap((instance) => possibleTypeFor(host, instance, instances));
  const same = candidates.filter(({ cpu }) => cpu === 'same');
  return same.length > 0 ? same : candidates;
}

function possibleTypeFor(host: HostFacts, instance: Instance, all: readonly Instance[]): PossibleType[] {
  const cpu = cpuMatch(host, instance, all);
  if (cpu === 'other' || !hasItsSize(host, instance) || !isItsProvider(host, instance)) return [];
  const coresAgree = instance.physicalCores === null || instance.physicalCores === physicalCoresOf(host);
  return [{ instance, cpu, coresAgree }];
}

/** Firmware and kernel keep up to a tenth of a small machine's memory. */
const LEAST_MEMORY = 0.88;
const MOST_MEMORY = 1.02;

function hasItsSize(host: HostFacts, instance: Instance): boolean {
  const share = memoryShare(host, instance);
  return (
    hasItsArchitecture(host, instance) &&
    hasItsCpus(host, instance) &&
    share >= LEAST_MEMORY &&
    share <= MOST_MEMORY
  );
}

/** Each model that the catalog knows of the family will do. */
function cpuMatch(host: HostFacts, instance: Instance, all: readonly Instance[]): CpuMatch {
  const models = modelsOf(instance, all);
  if (models.length === 0) return 'possible';
  const matches = models.map((model) => matchCpu(host.cpu, model));
  return (
    matches.find((match) => match === 'same') ?? matches.find((match) => match === 'possible') ?? 'other'
  );
}
