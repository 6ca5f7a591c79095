import { UsageError } from '../../errors.js';
import type { HostFacts } from '../../host/index.js';
import { isVirtualRun, type RecordHeader } from '../../record/index.js';
import { listed } from '../../stats/index.js';
import { type Catalog, instancesNamed, nearestNames } from './catalog.js';
import { armCore, cpuGeneration, cpuMaker, cpuModel, matchCpu } from './cpu.js';
import {
  hasItsArchitecture,
  hasItsCores,
  hasItsCpus,
  isItsProvider,
  memoryShare,
  modelsOf,
} from './identify.js';
import type { Instance } from './instance.js';

/** What comes of holding the type that a machine is said to be against what was read of the machine. */
export type Claim =
  | { readonly verdict: 'fits' }
  /** `unknown`: the catalog has no such type. `doubtful`: the catalog knows the type with another CPU model. */
  | { readonly verdict: 'unknown' | 'doubtful' | 'contradicted'; readonly message: string };

/**
 * Whether the machine can be of the type, by architecture, CPUs, memory, CPU and provider. `machine` is how the
 * message calls it, such as "This machine". Of several places that offer the type, one that fits is enough.
 */
export function claimOf(host: HostFacts, type: string, catalog: Catalog, machine = 'This machine'): Claim {
  const offers = instancesNamed(catalog, type);
  if (offers.length === 0) return { verdict: 'unknown', message: unknownTypeText(type, catalog) };
  const held = offers.map((instance) => {
    const models = modelsOf(instance, catalog.instances);
    return { instance, models, against: contradictions(host, instance, models) };
  });
  const nearest = held.reduce((a, b) => (b.against.length < a.against.length ? b : a));
  const { instance, models, against } = nearest;
  if (against.length > 0) {
    const message = `${machine} ${shownText(host, against)}; ${typeText(type, instance, against)}.`;
    return { verdict: 'contradicted', message };
  }
  if (!isAnotherModel(host.cpu, models)) return { verdict: 'fits' };
  const message = `${machine} has the CPU ${host.cpu}; the catalog knows ${type} with ${listed(models)}.`;
  return { verdict: 'doubtful', message };
}

type Contradiction = 'architecture' | 'cpus' | 'memory' | 'cpu' | 'provider';

/**
 * Wider than what `identify` takes for a likeness: only what can be no mistake of the system or of the catalog. The
 * memory of neighbouring types differs by a factor of two.
 */
const LEAST_MEMORY = 0.75;
const MOST_MEMORY = 1.15;

function contradictions(host: HostFacts, instance: Instance, models: readonly string[]): Contradiction[] {
  const share = memoryShare(host, instance);
  const found: [Contradiction, boolean][] = [
    ['architecture', !hasItsArchitecture(host, instance)],
    ['cpus', !hasItsCpus(host, instance) && !hasItsCores(host, instance)],
    ['memory', share < LEAST_MEMORY || share > MOST_MEMORY],
    ['cpu', isAnotherCpu(host, instance, models)],
    ['provider', !isItsProvider(host, instance)],
  ];
  return found.filter(([, isContradicted]) => isContradicted).map(([what]) => what);
}

/** Families that are served by processors of either maker. */
const EITHER_MAKER = new Set(['gcp/e2']);

/** Of another maker, Arm design or generation than each model of the family; false where one does not tell. */
function isAnotherCpu(
  { cpu }: HostFacts,
  { architecture, provider, family }: Instance,
  models: readonly string[],
): boolean {
  if (models.length === 0 || EITHER_MAKER.has(`${provider}/${family}`)) return false;
  return models.every((model) =>
    architecture === 'arm64'
      ? differ(armCore(cpu), armCore(model))
      : differ(cpuMaker(cpu, architecture), cpuMaker(model, architecture)) ||
        (provider !== REPLACES_PROCESSORS && isFarFrom(cpu, model)),
  );
}

function differ(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && a !== b;
}

/** Azure serves one type by processors of several generations. */
const REPLACES_PROCESSORS = 'azure';

/** A type may be served by two neighbouring generations, and by no third. */
function isFarFrom(cpu: string, model: string): boolean {
  const [a, b] = [cpuGeneration(cpu), cpuGeneration(model)];
  return a !== undefined && b !== undefined && Math.abs(a - b) >= 2;
}

function isAnotherModel(cpu: string, models: readonly string[]): boolean {
  const known = models.filter((model) => cpuModel(model) !== undefined);
  const isKnown = cpuModel(cpu) !== undefined && known.length > 0 && known.length === models.length;
  return isKnown && known.every((model) => matchCpu(cpu, model) === 'other');
}

/** `has 2 CPUs and 7.6 GiB (x64, AMD EPYC)`: the memory only where nothing plainer tells against the type. */
function shownText(host: HostFacts, against: readonly Contradiction[]): string {
  if (against[0] === 'provider') return `runs on ${host.virtualization}`;
  const { length } = host.cpus;
  const memory = against[0] === 'memory' ? ` and ${gib(host.memoryGiB)}` : '';
  return `has ${length} ${length === 1 ? 'CPU' : 'CPUs'}${memory} (${host.arch}, ${host.cpu})`;
}

const nodeNames = { x86_64: 'x64', arm64: 'arm64' } as const;

function typeText(type: string, instance: Instance, against: readonly Contradiction[]): string {
  if (against[0] === 'provider') return `${type} is a type of ${instance.provider}`;
  const memory = against[0] === 'memory' ? ` and ${gib(instance.memoryGiB)}` : '';
  const models = instance.cpus?.join(' or ') ?? instance.cpu;
  const cpu = against.includes('cpu') && models !== null ? `, ${models}` : '';
  return `${type} has ${instance.vcpus}${memory} (${nodeNames[instance.architecture]}${cpu})`;
}

function gib(memory: number): string {
  return `${Number(memory.toFixed(1))} GiB`;
}

/** With the names that are only a slip of the pen away. */
export function unknownTypeText(type: string, catalog: Catalog): string {
  const near = nearestNames(catalog, type);
  const hint = near.length > 0 ? ` Similar names: ${listed(near)}.` : '';
  return `The instance type "${type}" is not in the catalog.${hint}`;
}

/** What the header of a record says of its machine. */
type ClaimedHeader = Pick<RecordHeader, 'host' | 'engines'> & {
  readonly plan: { readonly cases: readonly { readonly engine: string }[] };
};

/**
 * The claim of a record, or of the user where the record names no type; undefined where neither names one, and for
 * virtual records, which stand for another machine than they were made on.
 */
export function recordedClaim(
  header: ClaimedHeader,
  catalog: Catalog,
  { instanceType, machine }: { instanceType?: string | undefined; machine?: string } = {},
): Claim | undefined {
  const type = header.host.instanceType ?? instanceType;
  if (type === undefined || isVirtualRun(header)) return undefined;
  return claimOf(header.host, type, catalog, machine);
}

/**
 * Refuses to run as a type that this machine cannot be. @throws UsageError that names both machines and the way out.
 */
export function refuseClaimHere(header: ClaimedHeader, catalog: Catalog): void {
  const claim = recordedClaim(header, catalog);
  if (claim?.verdict !== 'contradicted') return;
  throw new UsageError(`${claim.message} Leave --instance-type out, or name the type you are on.`);
}

/**
 * The same for a record, whose machine is another one. Gives what is to be doubted of the claim, if anything.
 * @throws UsageError
 */
export function refuseRecordedClaim(
  name: string,
  header: ClaimedHeader,
  catalog: Catalog,
  instanceType?: string,
): Claim | undefined {
  const claim = recordedClaim(header, catalog, { instanceType, machine: `The machine of ${name}` });
  if (claim?.verdict !== 'contradicted') return claim;
  const advice =
    header.host.instanceType === undefined
      ? 'Leave --instance-type out, or name the type that was measured.'
      : 'Its --instance-type was wrong: measure again without it, or with the right type.';
  throw new UsageError(`${claim.message} ${advice}`);
}
