import { UsageError } from '../../errors.js';
import { type CoreCounts, countCores, type HostFacts } from '../../host/index.js';
import type { WorkersSpec } from '../../scenario/index.js';

/** More workers than this is a slip of the keyboard. */
const MAX_WORKERS = 4096;

const forms =
  `Write a whole number from 1 to ${MAX_WORKERS}, a range such as 1..8, P or N (physical cores, logical CPUs), ` +
  'P-1, N-1, or auto.';

/**
 * The worker counts a spec stands for on a set of CPUs (null: all allowed ones), ascending. `auto`, with P physical
 * cores, N logical CPUs and quota Q: {1, ⌈P/2⌉, P, N}, and N−1 from N = 4 on, each at most max(1, ⌈Q⌉).
 * Throws UsageError, naming the forms.
 */
export function parseWorkers(spec: WorkersSpec, host: HostFacts, cpus: readonly number[] | null): number[] {
  return workersOn(spec, countCores(host, cpus));
}

/** The same for a set of CPUs that is only counted. */
export function workersOn(spec: WorkersSpec, counts: CoreCounts): number[] {
  const text = String(spec).trim();
  if (text === 'auto') return autoCounts(counts);
  const [first = '', last = first, ...more] = text.split('..');
  if (more.length > 0) throw badSpec(spec);
  const low = parseTerm(first, counts, spec);
  const high = parseTerm(last, counts, spec);
  if (high < low) throw badSpec(spec);
  return Array.from({ length: high - low + 1 }, (_, index) => low + index);
}

function autoCounts({ physical, logical, cores }: CoreCounts): number[] {
  const most = Math.max(1, Math.ceil(cores));
  const wanted = [1, Math.ceil(physical / 2), physical, logical, ...(logical >= 4 ? [logical - 1] : [])];
  return [...new Set(wanted.map((count) => Math.min(count, most)))].sort((a, b) => a - b);
}

function parseTerm(term: string, { physical, logical }: CoreCounts, spec: WorkersSpec): number {
  const match = /^(?:(\d+)|([PN])(?:-(\d+))?)$/.exec(term.trim());
  if (!match) throw badSpec(spec);
  const [, number, letter, less = '0'] = match;
  // P-1 on one core still means one worker: the same suite runs on every machine.
  const count = number ? Number(number) : Math.max(1, (letter === 'P' ? physical : logical) - Number(less));
  if (count < 1 || count > MAX_WORKERS) throw badSpec(spec);
  return count;
}

function badSpec(spec: WorkersSpec): UsageError {
  return new UsageError(`"${spec}" is not a number of workers. ${forms}`);
}
