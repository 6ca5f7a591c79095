import { UsageError } from '../../errors.js';
import { type CoreCounts, chooseCpus, countCores, type HostFacts, whyNotConfine } from '../../host/index.js';
import type { CoresSpec } from '../../scenario/index.js';

/** The CPUs that cases may use. */
export interface CoreSet {
  /** null: all allowed ones, or, with a problem, none that could be chosen. */
  readonly cpus: readonly number[] | null;
  /** How many CPUs were asked for; null: all allowed ones. */
  readonly confinedTo: number | null;
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
    throw new UsageError(`"${spec}" is not a number of cores. Write a whole number from 1, or all.`);
  if (spec > host.allowed.length) return impossible(spec, tooMany(spec, host));
  const problem = whyNotConfine(host);
  if (problem !== undefined) return impossible(spec, problem);
  const cpus = chooseCpus(host, spec);
  return { cpus, confinedTo: spec, counts: countCores(host, cpus) };
}

/** The same for workers that have a core each, of whom there are so many at most. */
export function virtualCores(set: CoreSet, workers: number): CoreSet {
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
