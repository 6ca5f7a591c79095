import type { Case } from './case.js';
import { isSameWork } from './case.js';
import { SERIAL } from './id.js';

/** Cases with the same id become one: all that was asked joined, asked for if any was. Keeps the order. */
export function mergeCases(cases: readonly Case[]): Case[] {
  const merged = new Map<string, Case>();
  for (const one of cases) {
    const known = merged.get(one.id);
    merged.set(one.id, known ? join(known, one) : one);
  }
  return [...merged.values()];
}

function join(a: Case, b: Case): Case {
  const asked = [...new Set([...a.chunksizeAsked, ...b.chunksizeAsked])];
  const numbers = asked.filter((one) => one !== 'auto').sort((x, y) => x - y);
  const chunksizeAsked = asked.includes('auto') ? [...numbers, 'auto' as const] : numbers;
  const role = a.role === 'asked' || b.role === 'asked' ? 'asked' : 'reference';
  const { added, ...one } = a;
  return { ...one, chunksizeAsked, role, ...(added && b.added && { added }) };
}

/**
 * By scenario and params, engine and dispatch as they first appear, serial first; the full set of CPUs before
 * smaller ones; chunksize and workers ascending.
 */
export function sortCases(cases: readonly Case[]): Case[] {
  const places = new Map(cases.map((one) => [one, placeOf(one, cases)]));
  return [...cases].sort((a, b) => comparePlaces(places.get(a)!, places.get(b)!));
}

function placeOf(one: Case, cases: readonly Case[]): number[] {
  return [
    cases.findIndex((other) => isSameWork(one, other)),
    one.engine === SERIAL ? -1 : cases.findIndex((other) => other.engine === one.engine),
    one.cpus?.length ?? 0,
    one.quota ?? 0,
    cases.findIndex((other) => other.engine !== SERIAL && other.dispatch === one.dispatch),
    one.chunksize,
    one.workers,
    one.cold ? 1 : 0,
  ];
}

function comparePlaces(a: readonly number[], b: readonly number[]): number {
  const differing = a.findIndex((value, index) => value !== b[index]);
  return differing < 0 ? 0 : a[differing]! - b[differing]!;
}
