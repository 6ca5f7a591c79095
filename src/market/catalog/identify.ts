import { countCores, type HostFacts } from '../../host/index.js';
import type { Catalog } from './catalog.js';
import { type CpuMatch, matchCpu } from './cpu.js';
import type { Instance } from './instance.js';

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
 * provider. Possible ones and no more: two types may look the same from inside, and the right one may not be listed.
 * Where the CPU model of some fits, only those are given.
 */
export function identify(host: HostFacts, { instances }: Catalog): PossibleType[] {
  const possible = instances.flatMap((instance) => possibleTypeFor(host, instance, instances));
  const same = possible.filter(({ cpu }) => cpu === 'same');
  return same.length > 0 ? same : possible;
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

const architectures = new Map([
  ['x64', 'x86_64'],
  ['ia32', 'x86_64'],
  ['arm64', 'arm64'],
  ['arm', 'arm64'],
]);

/** In the catalog's words; Node of 32 bits runs on machines of 64. */
export function hasItsArchitecture({ arch }: HostFacts, { architecture }: Instance): boolean {
  return architectures.get(arch) === architecture;
}

/** Online CPUs and not the allowed ones: a container on the machine may use fewer. */
export function hasItsCpus({ cpus }: HostFacts, { vcpus }: Instance): boolean {
  return cpus.length === vcpus;
}

/** With SMT switched off a machine shows a CPU a core. */
export function hasItsCores(host: HostFacts, { physicalCores }: Instance): boolean {
  return host.cpus.length === physicalCores && physicalCoresOf(host) === physicalCores;
}

function physicalCoresOf(host: HostFacts): number {
  const ids = host.cpus.map(({ id }) => id);
  return countCores(host, ids).physical;
}

/** What a guest sees of the memory that it is sold, as a share: firmware and kernel keep some. */
export function memoryShare(host: HostFacts, { memoryGiB }: Instance): number {
  return host.memoryGiB / memoryGiB;
}

/** What hypervisors call themselves where only one provider is meant. */
const signs = [
  ['aws', /Amazon EC2/],
  ['gcp', /Google Compute Engine/],
] as const;

/** Only where the machine says whose it is, and then only among providers that would say so. */
export function isItsProvider({ virtualization }: HostFacts, { provider }: Instance): boolean {
  const [named] = signs.find(([, sign]) => sign.test(virtualization ?? '')) ?? [];
  return named === undefined || named === provider || !['aws', 'azure', 'gcp'].includes(provider);
}

/** The CPU models that the catalog knows of the type's family: it may be served by several. */
export function modelsOf({ provider, family }: Instance, all: readonly Instance[]): string[] {
  const relatives = all.filter((each) => each.provider === provider && each.family === family);
  return [...new Set(relatives.flatMap(({ cpu, cpus }) => cpus ?? cpu ?? []))];
}
