import type { LogicalCpu } from '../facts.js';
import type { HostFiles } from '../files.js';
import { parseCpuList } from './cpu-list.js';

const root = '/sys/devices/system/cpu';

/** Online CPUs as Linux describes them in /sys; none where it does not. */
export function readTopology(files: HostFiles): LogicalCpu[] {
  const online = parseCpuList(files.read(`${root}/online`) ?? '');
  const capacities = readCapacities(files, online);
  return online.map((id) => ({
    id,
    package: Math.max(0, readNumber(files, `${root}/cpu${id}/topology/physical_package_id`) ?? 0),
    core: readCore(files, id),
    capacity: capacities.get(id) ?? 1,
  }));
}

/** CPUs that this process may run on, by affinity and cpuset, as /proc tells; all given ones where it does not. */
export function readAllowed(files: HostFiles, cpus: readonly LogicalCpu[]): number[] {
  const list = /^Cpus_allowed_list:\s*(\S+)/m.exec(files.read('/proc/self/status') ?? '')?.[1];
  const online = cpus.map((cpu) => cpu.id);
  if (list === undefined) return online;
  const allowed = new Set(parseCpuList(list));
  return online.filter((id) => allowed.has(id));
}

/**
 * CPUs where the system gives only counts: the first cores have two threads as far as the counts tell,
 * the last `efficiencyCores` are E-cores. Good for counting, not for pinning.
 */
export function assumeTopology(counts: {
  logical: number;
  physical: number;
  efficiencyCores: number;
}): LogicalCpu[] {
  const physical = Math.min(Math.max(1, counts.physical), counts.logical);
  const doubled = counts.logical - physical;
  const firstSlow = physical - counts.efficiencyCores;
  return Array.from({ length: counts.logical }, (_, id) => {
    const core = id < 2 * doubled ? Math.floor(id / 2) : id - doubled;
    return {
      id,
      package: 0,
      core: Math.min(core, physical - 1),
      capacity: core >= firstSlow ? ASSUMED_SLOW : 1,
    };
  });
}

// core_id repeats between the dies and clusters of some machines; the lowest sibling names a core uniquely.
function readCore(files: HostFiles, id: number): number {
  const folder = `${root}/cpu${id}/topology`;
  const siblings =
    files.read(`${folder}/core_cpus_list`) ?? files.read(`${folder}/thread_siblings_list`) ?? '';
  return parseCpuList(siblings)[0] ?? readNumber(files, `${folder}/core_id`) ?? id;
}

const ASSUMED_SLOW = 0.5;

// Cores of one kind differ by a few per cent in their highest clock ("preferred cores"); kinds by far more.
const SAME_KIND = 0.9;

function readCapacities(files: HostFiles, ids: readonly number[]): Map<number, number> {
  const slow = new Set(parseCpuList(files.read('/sys/devices/cpu_atom/cpus') ?? ''));
  const capacities = relativeToLargest(files, ids, 'cpu_capacity');
  const clocks = relativeToLargest(files, ids, 'cpufreq/cpuinfo_max_freq');
  return new Map(
    ids.map((id) => {
      const relative = Math.min(capacities.get(id) ?? 1, clocks.get(id) ?? 1);
      if (slow.has(id)) return [id, relative < SAME_KIND ? relative : ASSUMED_SLOW];
      return [id, relative < SAME_KIND ? relative : 1];
    }),
  );
}

function relativeToLargest(files: HostFiles, ids: readonly number[], file: string): Map<number, number> {
  const values = ids.map((id) => readNumber(files, `${root}/cpu${id}/${file}`) ?? 0);
  const largest = Math.max(...values);
  if (!values.every((value) => value > 0)) return new Map();
  return new Map(ids.map((id, index) => [id, values[index]! / largest]));
}

function readNumber(files: HostFiles, path: string): number | undefined {
  const text = files.read(path)?.trim();
  return text !== undefined && /^-?\d+$/.test(text) ? Number(text) : undefined;
}
