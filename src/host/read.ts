import { availableParallelism, cpus as osCpus, release, totalmem } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Systeminformation } from 'systeminformation';
import { readMemoryLimit, readQuotaCpus } from './cgroup.js';
import { assumeTopology, readAllowed, readTopology } from './cpus/topology.js';
import type { HostFacts, LogicalCpu } from './facts.js';
import { type HostFiles, realFiles } from './files.js';
import { nameVirtualization } from './virtualization.js';

/** What systeminformation told; each part is slow (10 to 30 ms), so these three are all that is asked. */
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
  return factsFrom(await askSystem(), realFiles, process.platform);
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
async function askSystem(): Promise<SystemReport> {
  const { default: information } = await import('systeminformation');
  const [cpu, os, system] = await Promise.all([
    information.cpu(),
    information.osInfo(),
    information.system(),
  ]);
  return { cpu, os, system: { virtual: system.virtual === true, virtualHost: system.virtualHost ?? '' } };
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
