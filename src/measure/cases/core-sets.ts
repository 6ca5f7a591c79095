import { UsageError } from '../../errors.js';
import { type CoreCounts, chooseCpus, countCores, type HostFacts, whyNotConfine } from '../../host/index.js';
import type { CoresSpec, QuotaSpec } from '../../scenario/index.js';

/** The CPUs that cases may use. */
export interface CoreSet {
  /** null: all allowed ones, or, with a problem, none that could be chosen. */
  readonly cpus: readonly number[] | null;
  /** How many CPUs were asked for; null: all allowed ones. */
  readonly confinedTo: number | null;
  /** CPUs' worth of time that they may use at most; absent: all of theirs. */
  readonly quota?: number;
  readonly counts: CoreCounts;
  /** Why nothing can be measured on it. */
  readonly problem?: string;
}

/** All allowed CPUs. */
export function allCores(host: HostFacts): CoreSet {
  return { cpus: null, confinedTo: null, counts: countCores(host) };
}

/** The set a spec stands for; as many CPUs as are allowed is the same as `all`. Throws UsageError. */
export function coreSet(spec: CoresSpec, host: HostFacts): CoreSet {
  if (spec === 'all' || spec === host.allowed.length) return allCores(host);
  if (!Number.isInteger(spec) || spec < 1)
    throw new UsageError(`"${spec}" is not a number of cores. Write all, or a whole number, 1 or more.`);
  if (spec > host.allowed.length) return impossible(spec, tooMany(spec, host));
  const problem = whyNotConfine(host);
  if (problem !== undefined) return impossible(spec, problem);
  const cpus = chooseCpus(host, spec);
  return { cpus, confinedTo: spec, counts: countCores(host, cpus) };
}

/** Smaller quotas than this are refused by the kernel, which grants at least 1 ms of each 100. */
export const LEAST_QUOTA = 0.01;

/** The same CPUs under a quota of their own. Throws UsageError. */
export function withQuota(set: CoreSet, quota: QuotaSpec, host: HostFacts): CoreSet {
  if (quota === 'none') return set;
  if (!Number.isFinite(quota) || quota < LEAST_QUOTA)
    throw new UsageError(
      `"${quota}" is not a CPU quota. Write a number of CPUs of at least ${LEAST_QUOTA}, such as 0.5, or none.`,
    );
  const counts = { ...set.counts, cores: Math.min(set.counts.cores, quota) };
  const problem = set.problem ?? host.quotaProblem;
  return { ...set, quota, counts, ...(problem !== undefined && { problem }) };
}

/** The same for workers that have a core each, of whom there are so many at most. */
export function virtualCores(set: CoreSet, workers: number): CoreSet {
  if (set.quota !== undefined)
    return { ...set, problem: 'Virtual workers have a core each: no quota holds them back.' };
  if (set.confinedTo !== null)
    return { ...set, problem: 'Virtual workers have a core each: no CPUs confine them.' };
  return { ...set, counts: { ...set.counts, cores: Math.max(set.counts.cores, workers) } };
}

function impossible(count: number, problem: string): CoreSet {
  const counts = { physical: count, logical: count, cores: count };
  return { cpus: null, confinedTo: count, counts, problem };
}

function tooMany(count: number, { allowed }: HostFacts): string {
  const usable = allowed.length === 1 ? 'only one CPU' : `only ${allowed.length} CPUs`;
  return `${count} cores were asked for, but ${usable} may be used here.`;
}
