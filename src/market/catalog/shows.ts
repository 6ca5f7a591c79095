import { countCores, type HostFacts } from '../../host/index.js';
import type { Instance } from './instance.js';

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

export function physicalCoresOf(host: HostFacts): number {
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
  return [...new Set(relatives.flatMap(({ cpu }) => cpu ?? []))];
}
