import { UnavailableError, UsageError } from '../../errors.js';
import type { HostFacts, LogicalCpu } from '../facts.js';
import { formatCpuList } from './cpu-list.js';

export interface CoreCounts {
  /** Distinct physical cores in the set. */
  readonly physical: number;
  /** CPUs in the set, SMT siblings counted each. */
  readonly logical: number;
  /** min(logical, quota); fractional under a quota such as 1.5. */
  readonly cores: number;
}

/** Counts a set of CPUs; null or nothing: all allowed ones. */
export function countCores(facts: HostFacts, cpus?: readonly number[] | null): CoreCounts {
  const set = new Set(cpus ?? facts.allowed);
  const known = facts.cpus.filter((cpu) => set.has(cpu.id));
  const physical = new Set(known.map(coreOf)).size + (set.size - known.length);
  return {
    physical,
    logical: set.size,
    cores: Math.min(set.size, facts.quotaCpus ?? Number.POSITIVE_INFINITY),
  };
}

/**
 * The CPUs to confine a run to, ascending: allowed ones only, distinct physical cores first (the fastest kind
 * first, one socket before the next), then SMT siblings.
 * Throws UsageError for what is no number of CPUs, UnavailableError for more than are allowed.
 */
export function chooseCpus(facts: HostFacts, count: number): number[] {
  if (!Number.isInteger(count) || count < 1)
    throw new UsageError(`${count} is not a number of CPUs; give a whole number, 1 or more.`);
  if (count > facts.allowed.length) throw new UnavailableError(tooMany(facts, count));
  const preferred = byPreference(knownCpus(facts, facts.allowed)).slice(0, count);
  return preferred.map((cpu) => cpu.id).sort((a, b) => a - b);
}

function tooMany({ allowed }: HostFacts, count: number): string {
  const many = allowed.length === 1 ? 'CPU' : 'CPUs';
  return `${count} CPUs were asked for, but only ${allowed.length} ${many} may be used here (${formatCpuList(allowed)}).`;
}

/** What is known of these CPUs; one that the system does not describe is taken as a core of its own. */
export function knownCpus(facts: HostFacts, ids: readonly number[]): LogicalCpu[] {
  const byId = new Map(facts.cpus.map((cpu) => [cpu.id, cpu]));
  return ids.map((id) => byId.get(id) ?? { id, package: 0, core: -1 - id, capacity: 1 });
}

function byPreference(cpus: readonly LogicalCpu[]): LogicalCpu[] {
  const rank = siblingRanks(cpus);
  return [...cpus].sort(
    (a, b) =>
      rank.get(a.id)! - rank.get(b.id)! || b.capacity - a.capacity || a.package - b.package || a.id - b.id,
  );
}

/** 0 for the first allowed CPU of each physical core, 1 for its sibling, and so on. */
export function siblingRanks(cpus: readonly LogicalCpu[]): Map<number, number> {
  const seen = new Map<string, number>();
  const ranks = new Map<number, number>();
  for (const cpu of [...cpus].sort((a, b) => a.id - b.id)) {
    const rank = seen.get(coreOf(cpu)) ?? 0;
    ranks.set(cpu.id, rank);
    seen.set(coreOf(cpu), rank + 1);
  }
  return ranks;
}

function coreOf(cpu: LogicalCpu): string {
  return `${cpu.package}/${cpu.core}`;
}
