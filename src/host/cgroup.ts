import type { HostFiles } from './files.js';

interface Mount {
  readonly version: 1 | 2;
  readonly controllers: readonly string[];
  /** The cgroup that is mounted: `/` or, in a container without its own namespace, the container's. */
  readonly root: string;
  readonly point: string;
}

/** CPUs' worth of time granted: the smallest quota of this process's cgroup and all above it; null without one. */
export function readQuotaCpus(files: HostFiles): number | null {
  return smallest(cgroupFolders(files, 'cpu').map((folder) => quotaOf(files, folder)));
}

/** The smallest memory limit of this process's cgroup and all above it, in bytes; null without one. */
export function readMemoryLimit(files: HostFiles): number | null {
  return smallest(cgroupFolders(files, 'memory').map((folder) => memoryLimitOf(files, folder)));
}

/**
 * Time that the quota of any of these cgroups held runnable work back, in ms since they were made, summed over
 * CPUs; null where none tells.
 */
export function readThrottledMs(files: HostFiles, folders: readonly string[]): number | null {
  const known = folders.map((folder) => throttledOf(files, folder)).filter((ms) => ms !== undefined);
  return known.length === 0 ? null : known.reduce((sum, ms) => sum + ms, 0);
}

/** Folders of this process's cgroup under a controller and of all its ancestors, in version 1 and 2, innermost first. */
export function cgroupFolders(files: HostFiles, controller: string): string[] {
  return cgroupTrees(files, controller).flatMap(({ folders }) => folders);
}

/** A hierarchy of cgroups in which this process is. */
export interface CgroupTree {
  readonly version: 1 | 2;
  /** Of this process's cgroup and of all its ancestors, innermost first. */
  readonly folders: readonly string[];
}

/** The hierarchies of version 1 that have the controller, and those of version 2. */
export function cgroupTrees(files: HostFiles, controller: string): CgroupTree[] {
  const paths = parsePaths(files.read('/proc/self/cgroup') ?? '');
  const mounts = parseMounts(files.read('/proc/self/mountinfo') ?? '');
  return mounts.flatMap((mount) => {
    if (mount.version === 1 && !mount.controllers.includes(controller)) return [];
    const path = paths.get(mount.version === 2 ? '' : controller);
    return path === undefined ? [] : [{ version: mount.version, folders: withAncestors(mount, path) }];
  });
}

/** v1: `4:cpu,cpuacct:/a/b`; v2: `0::/a/b`. */
function parsePaths(text: string): Map<string, string> {
  const entries = text.split('\n').flatMap((line) => {
    const match = /^\d+:([^:]*):(.*)$/.exec(line);
    return match ? match[1]!.split(',').map((controller): [string, string] => [controller, match[2]!]) : [];
  });
  return new Map(entries);
}

function parseMounts(text: string): Mount[] {
  return text.split('\n').flatMap((line) => {
    const [before = '', after = ''] = line.split(' - ');
    const [, , , root, point] = before.split(' ');
    const [kind, , options] = after.split(' ');
    if ((kind !== 'cgroup' && kind !== 'cgroup2') || root === undefined || point === undefined) return [];
    return [
      { version: kind === 'cgroup2' ? 2 : 1, controllers: (options ?? '').split(','), root, point } as const,
    ];
  });
}

function withAncestors(mount: Mount, path: string): string[] {
  const parts = relativeTo(mount.root, path).split('/').filter(Boolean);
  return parts
    .map((_, index) => `${mount.point}/${parts.slice(0, parts.length - index).join('/')}`)
    .concat(mount.point);
}

function relativeTo(root: string, path: string): string {
  if (path.startsWith('/..')) return '';
  if (root === '/') return path;
  return path === root || path.startsWith(`${root}/`) ? path.slice(root.length) : '';
}

function quotaOf(files: HostFiles, folder: string): number | undefined {
  const [quota, period] =
    files.read(`${folder}/cpu.max`)?.trim().split(' ') ??
    ['cpu.cfs_quota_us', 'cpu.cfs_period_us'].map((name) => files.read(`${folder}/${name}`)?.trim());
  const cpus = Number(quota) / Number(period);
  return cpus > 0 && Number.isFinite(cpus) ? cpus : undefined;
}

function memoryLimitOf(files: HostFiles, folder: string): number | undefined {
  const text = files.read(`${folder}/memory.max`) ?? files.read(`${folder}/memory.limit_in_bytes`);
  const bytes = Number(text?.trim());
  // Version 1 writes "no limit" as the largest multiple of the page size.
  return bytes > 0 && bytes < 2 ** 62 ? bytes : undefined;
}

function throttledOf(files: HostFiles, folder: string): number | undefined {
  const match = /^throttled_(usec|time) (\d+)$/m.exec(files.read(`${folder}/cpu.stat`) ?? '');
  if (!match) return undefined;
  return Number(match[2]) / (match[1] === 'usec' ? 1e3 : 1e6);
}

function smallest(values: readonly (number | undefined)[]): number | null {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? null : Math.min(...known);
}
