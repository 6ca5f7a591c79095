import { availableParallelism, cpus as osCpus, release, totalmem } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Systeminformation } from 'systeminformation';
import { readMemoryLimit, readQuotaCpus } from './cgroup.js';
import { assumeTopology, readAllowed, readTopology } from './cpus/topology.js';
import type { HostFacts, LogicalCpu } from './facts.js';
import { type HostFiles, realFiles } from './files.js';

/** What systeminformation told; each part is slow (10 to 30 ms), so no more is asked than files leave open. */
interface SystemReport {
  readonly cpu: Pick<
    Systeminformation.CpuData,
    'manufacturer' | 'brand' | 'physicalCores' | 'efficiencyCores'
  >;
  readonly os: Pick<Systeminformation.OsData, 'distro' | 'release'>;
  readonly system: { virtual: boolean; virtualHost: string };
}

/** Reads the machine that this runs on; the only place that does. */
export async function readHost(): Promise<HostFacts> {
  return factsFrom(await askSystem(realFiles), realFiles, process.platform);
}

/** The pure part of `readHost`, for invented machines. */
export function factsFrom(report: SystemReport, files: HostFiles, platform: NodeJS.Platform): HostFacts {
  const isLinux = platform === 'linux';
  const cpus = readCpus(report, files);
  const limit = readMemoryLimit(files);
  return {
    cpu: nameCpu(report),
    cpus,
    allowed: readAllowed(files, cpus),
    quotaCpus: readQuotaCpus(files),
    memoryGiB: inGiB(totalmem()),
    memoryLimitGiB: limit !== null && limit < totalmem() ? inGiB(limit) : null,
    node: process.versions.node,
    v8: process.versions.v8,
    os: nameOs(report, platform),
    platform,
    arch: process.arch,
    virtualization: nameVirtualization(files, report.system),
    canConfine: isLinux && hasTaskset(files),
    hasProc: isLinux && files.exists('/proc/self/stat'),
  };
}

// Loaded late: the bench host needs this folder's meter, but not 30 ms of library.
async function askSystem(files: HostFiles): Promise<SystemReport> {
  const { default: information } = await import('systeminformation');
  const [cpu, os, system] = await Promise.all([
    information.cpu(),
    readDistribution(files) ?? information.osInfo(),
    isFirecracker(files) ? { virtual: true, virtualHost: '' } : information.system(),
  ]);
  return { cpu, os, system: { virtual: system.virtual === true, virtualHost: system.virtualHost ?? '' } };
}

/** As systeminformation has it, which starts ten programs for it; undefined where there is no such file. */
export function readDistribution(files: HostFiles): SystemReport['os'] | undefined {
  const text = files.read('/etc/os-release') ?? files.read('/usr/lib/os-release');
  if (text === undefined) return undefined;
  const named = (name: string) => new RegExp(`^${name}=["']?(.*?)["']?$`, 'm').exec(text)?.[1] ?? '';
  const distro = named('NAME');
  const pretty = named('PRETTY_NAME');
  const version = pretty.startsWith(`${distro} `) ? pretty.slice(distro.length) : named('VERSION');
  return { distro, release: version.replace(/\(.*/, '').trim() || named('VERSION_ID') };
}

function readCpus({ cpu }: SystemReport, files: HostFiles): LogicalCpu[] {
  const known = readTopology(files);
  if (known.length > 0) return known;
  const logical = Math.max(osCpus().length, availableParallelism());
  return assumeTopology({
    logical,
    physical: cpu.physicalCores || logical,
    efficiencyCores: cpu.efficiencyCores ?? 0,
  });
}

function nameCpu({ cpu }: SystemReport): string {
  const name = cpu.brand.startsWith(cpu.manufacturer) ? cpu.brand : `${cpu.manufacturer} ${cpu.brand}`;
  return name.trim() || osCpus()[0]?.model || 'unknown';
}

const kernels: Partial<Record<NodeJS.Platform, string>> = { linux: 'Linux', darwin: 'Darwin', win32: 'NT' };

function nameOs({ os }: SystemReport, platform: NodeJS.Platform): string {
  const name = [os.distro, os.release].filter((part) => part && part !== 'unknown').join(' ');
  const kernel = `${kernels[platform] ?? platform} ${release()}`;
  return name ? `${name}, ${kernel}` : kernel;
}

function hasTaskset(files: HostFiles): boolean {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.some((folder) => files.exists(join(folder, 'taskset')));
}

function inGiB(bytes: number): number {
  return Math.round((bytes / 2 ** 30) * 100) / 100;
}

/** Hypervisor and container, as in `KVM, Docker container`; null when no sign of either is found. */
export function nameVirtualization(
  files: HostFiles,
  systemReport: { virtual: boolean; virtualHost: string },
): string | null {
  const parts = [nameHypervisor(files, systemReport), nameContainer(files)].filter(
    (part) => part !== undefined,
  );
  return parts.length === 0 ? null : parts.join(', ');
}

function nameHypervisor(
  files: HostFiles,
  { virtual, virtualHost }: { virtual: boolean; virtualHost: string },
): string | undefined {
  const hasFlag = /^flags\s*:.*\bhypervisor\b/m.test(files.read('/proc/cpuinfo') ?? '');
  if (!virtual && !hasFlag) return undefined;
  if (isFirecracker(files)) return 'Firecracker (KVM)';
  const vendor = files.read('/sys/class/dmi/id/sys_vendor')?.trim();
  return virtualHost || vendors.get(vendor ?? '') || 'virtual machine';
}

const vendors = new Map([
  ['Amazon EC2', 'Amazon EC2 (Nitro)'],
  ['Google', 'Google Compute Engine (KVM)'],
  ['Microsoft Corporation', 'Hyper-V'],
  ['QEMU', 'QEMU'],
  ['Xen', 'Xen'],
]);

/** Its ACPI tables carry its name; only root may read them, others see plain KVM. */
function isFirecracker(files: HostFiles): boolean {
  return (files.read('/sys/firmware/acpi/tables/DSDT') ?? '').slice(0, 36).includes('FIRECK');
}

function nameContainer(files: HostFiles): string | undefined {
  const groups = files.read('/proc/1/cgroup') ?? '';
  const declared = files.read('/run/systemd/container')?.trim();
  if (groups.includes('kubepods')) return 'Kubernetes pod';
  if (files.exists('/.dockerenv') || /\/docker[/-]/.test(groups)) return 'Docker container';
  if (files.exists('/run/.containerenv') || groups.includes('libpod')) return 'Podman container';
  if (declared) return `${declared} container`;
  return /\/lxc/.test(groups) ? 'LXC container' : undefined;
}

/** Which CPUs this process may use, and how much of them: what others may change while it runs. */
export interface CpuLimits {
  /** The ids, ascending. */
  readonly allowed: readonly number[];
  /** CPUs' worth of time that a cgroup grants; null without a quota. */
  readonly quotaCpus: number | null;
}

/** As they are now, in about 0.1 ms; undefined where the system does not tell. */
export function readCpuLimits(
  { cpus }: Pick<HostFacts, 'cpus'>,
  files: HostFiles = realFiles,
): CpuLimits | undefined {
  // Without it all CPUs would seem to be allowed.
  if (files.read('/proc/self/status') === undefined) return undefined;
  return { allowed: readAllowed(files, cpus), quotaCpus: readQuotaCpus(files) };
}
