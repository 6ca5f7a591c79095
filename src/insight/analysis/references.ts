import {
  type Case,
  hasSerialByChunk,
  isSerialOf,
  SERIAL,
  type Work,
  workKey,
} from '../../measure/cases/index.js';
import type { CeilingObservation } from '../../record/index.js';
import type { Interval } from '../../stats/index.js';

type CoreSet = Pick<Case, 'cores' | 'cpus' | 'quota'>;

function coresKey({ cores, cpus, quota }: CoreSet): string {
  return JSON.stringify([cores, cpus, quota]);
}

/**
 * What a speedup is relative to: serial, same scenario and params, on the full allowed set of CPUs; where every chunk
 * starts a program, in chunks of as many tasks.
 */
export function serialOf(
  one: Work & Pick<Case, 'chunksize' | 'command'>,
  cases: readonly Case[],
): Case | undefined {
  const key = workKey(one);
  const serials = cases.filter(
    (other) => other.engine === SERIAL && workKey(other) === key && isSerialOf(other, one),
  );
  return serials.find(({ cpus }) => cpus === null) ?? serials[0];
}

/** What scaling is relative to: one worker, all else equal. */
export function oneWorkerOf(one: Case, cases: readonly Case[]): Case | undefined {
  const singles = cases.filter((other) => other.workers === 1 && isSamePool(other, one));
  return singles.find(({ replica }) => replica === one.replica) ?? singles[0];
}

function isSamePool(a: Case, b: Case): boolean {
  return (
    a.engine === b.engine &&
    a.dispatch === b.dispatch &&
    a.chunksize === b.chunksize &&
    (a.cold === true) === (b.cold === true) &&
    workKey(a) === workKey(b) &&
    coresKey(a) === coresKey(b)
  );
}

/** Equal where a ceiling holds: it is measured once for all dispatches and chunksizes, of commands for each chunksize. */
export function ceilingKey(one: Case | CeilingObservation): string {
  const isByChunk = 'kind' in one || hasSerialByChunk(one);
  const chunksize = (isByChunk && one.chunksize) || null;
  return JSON.stringify([workKey(one), one.engine, one.workers, coresKey(one), chunksize]);
}

/** The fastest first, what has no speedup last. */
export function bySpeedup(a: { speedup: Interval | null }, b: { speedup: Interval | null }): number {
  return (b.speedup?.value ?? 0) - (a.speedup?.value ?? 0);
}

/** Items by key, in order of first appearance. (`Map.groupBy` is not in Node 20.) */
export function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
