import { countCores, type HostFacts } from '../host/index.js';
import type { Catalog } from './catalog.js';
import { type CpuMatch, matchCpu } from './cpu-model.js';
import type { Instance } from './instance.js';

/** A type that a machine could be. */
export interface Candidate {
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
export function identify(host: HostFacts, { instances }: Catalog): Candidate[] {
  const candidates = instances.flatMap((instance) => candidateFor(host, instance, instances));
  const same = candidates.filter(({ cpu }) => cpu === 'same');
  return same.length > 0 ? same : candidates;
}

function candidateFor(host: HostFacts, instance: Instance, all: readonly Instance[]): Candidate[] {
  const cpu = cpuMatch(host, instance, all);
  if (cpu === 'other' || !hasItsSize(host, instance) || !isItsProvider(host, instance)) return [];
  const { physical } = countCores(
    host,
    host.cpus.map(({ id }) => id),
  );
  const coresAgree = instance.physicalCores === null || instance.physicalCores === physical;
  return [{ instance, cpu, coresAgree }];
}

const architectures = new Map([
  ['x64', 'x86_64'],
  ['arm64', 'arm64'],
]);

/** A guest is shown a little less memory than it is sold: firmware and kernel keep up to a tenth of a small one. */
const LEAST_MEMORY = 0.88;
const MOST_MEMORY = 1.02;

/** Online CPUs and not the allowed ones: a container on the machine may use fewer. */
function hasItsSize(host: HostFacts, instance: Instance): boolean {
  const share = host.memoryGiB / instance.memoryGiB;
  return (
    architectures.get(host.arch) === instance.architecture &&
    host.cpus.length === instance.vcpus &&
    share >= LEAST_MEMORY &&
    share <= MOST_MEMORY
  );
}

/** A family may be served by several models: each that the catalog knows of it will do. */
function cpuMatch(host: HostFacts, { provider, family }: Instance, all: readonly Instance[]): CpuMatch {
  const relatives = all.filter((each) => each.provider === provider && each.family === family);
  const models = relatives.flatMap(({ cpu }) => (cpu === null ? [] : [cpu]));
  if (models.length === 0) return 'possible';
  const matches = models.map((model) => matchCpu(host.cpu, model));
  return (
    matches.find((match) => match === 'same') ?? matches.find((match) => match === 'possible') ?? 'other'
  );
}

/** What hypervisors call themselves where only one provider is meant. */
const signs = [
  ['aws', /Amazon EC2/],
  ['gcp', /Google Compute Engine/],
] as const;

/** Only where the machine says whose it is, and then only among providers that would say so. */
function isItsProvider({ virtualization }: HostFacts, { provider }: Instance): boolean {
  const [named] = signs.find(([, sign]) => sign.test(virtualization ?? '')) ?? [];
  return named === undefined || named === provider || !['aws', 'azure', 'gcp'].includes(provider);
}
