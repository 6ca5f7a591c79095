import { type Carried, type Form, isPrimitive, type Primitive } from './form.js';

/** Members of a set or keys of a map, whatever order they stand in, by their places. */
export interface MatchedMembers {
  pairs: [expected: number, actual: number][];
  /** The first that has no equal on the other side; then no further pair was looked for. */
  missing?: number;
  extra?: number;
}

/** Finds for each member one that is equal; the first one left is tried first, since the order is the same as a rule. */
export function matchMembers(
  expected: readonly Carried[],
  actual: readonly Carried[],
  areEqual: (one: Carried, other: Carried) => boolean,
): MatchedMembers {
  const pairs: MatchedMembers['pairs'] = [];
  const places = new Map<Primitive, number>();
  for (const [place, member] of actual.entries()) if (isPrimitive(member)) places.set(member, place);
  const free = new Set(actual.keys());
  const others: number[] = [];
  for (const [at, member] of expected.entries()) {
    const place = isPrimitive(member) ? places.get(member) : undefined;
    if (place === undefined) others.push(at);
    else {
      pairs.push([at, place]);
      free.delete(place);
    }
  }
  for (const at of others) {
    const place = firstOf(free, (other) => areEqual(expected[at], actual[other]));
    if (place === undefined) return { pairs, missing: at };
    pairs.push([at, place]);
    free.delete(place);
  }
  const [extra] = free;
  return { pairs, ...(extra !== undefined && { extra }) };
}

function firstOf(places: Iterable<number>, fits: (place: number) => boolean): number | undefined {
  for (const place of places) if (fits(place)) return place;
  return undefined;
}

/** Pairs of objects that are being compared: where they meet again, in a circle, there is nothing new. */
export class Met {
  private readonly pairs = new Map<Form, Set<Form>>();

  constructor(private readonly before?: Met) {}

  /** False where the pair was there. */
  add(expected: Form, actual: Form): boolean {
    if (!expected.isShared) return true;
    if (this.has(expected, actual)) return false;
    const others = this.pairs.get(expected) ?? new Set<Form>();
    this.pairs.set(expected, others.add(actual));
    return true;
  }

  private has(expected: Form, actual: Form): boolean {
    return (this.pairs.get(expected)?.has(actual) || this.before?.has(expected, actual)) ?? false;
  }
}
