import type { Random } from '../../scenario/index.js';
import { shuffle } from '../../stats/index.js';
import { type Place, placeKey } from '../cases/index.js';
import type { Visit } from './decision.js';

/**
 * Visits by place. Core sets in random order, cases in random order within each: drift then hits all of them alike.
 * Those that wait for smaller ones come last, from the fewest workers on.
 */
export function inOrder(
  visits: readonly Visit[],
  random: Random,
  waits: (visit: Visit) => boolean = () => false,
): Visit[][] {
  const late = visits.filter(waits);
  const first = visits.filter((visit) => !late.includes(visit));
  return [
    ...shuffle(groupByPlace(first), random).map((group) => shuffle(group, random)),
    ...groupByPlace(late.toSorted((a, b) => workersOf(a) - workersOf(b))),
  ];
}

export function placeOf(visit: Visit): Place {
  return visit.kind === 'case' ? visit.case : visit.ceiling;
}

function workersOf(visit: Visit): number {
  return visit.kind === 'case' ? visit.case.workers : visit.ceiling.workers;
}

function groupByPlace(visits: readonly Visit[]): Visit[][] {
  const groups = new Map<string, Visit[]>();
  for (const visit of visits) {
    const key = placeKey(placeOf(visit));
    groups.set(key, [...(groups.get(key) ?? []), visit]);
  }
  return [...groups.values()];
}
