import { groupBy } from '../insight/analysis/index.js';

/** A name with a number in it that changes from one to the next: a command line, a benchmark. */
export interface NumberedName {
  name: string;
  /** The number as it stands in the name, if it does. */
  number: string;
}

/** Digits, at odd places, and what stands between them. */
const piecesOf = (name: string): string[] => name.split(/(\d+)/);

/** Names that differ in nothing but digits have the same. */
const skeletonOf = (name: string): string => name.replace(/\d+/g, '#');

/**
 * Items whose names differ in nothing but their numbers, in order of first appearance: `make -j 1` and `make -j 8`.
 * The number stands where it is found in every name of the kind, so that `Map8 -j 64` is another than `Map64 -j 64`.
 */
export function groupAlike<T extends NumberedName>(items: readonly T[]): T[][] {
  const places = new Map<string, ReadonlySet<number>>();
  for (const [skeleton, kind] of groupBy(items, ({ name }) => skeletonOf(name)))
    places.set(skeleton, placesOfNumber(kind));
  const withoutNumber = ({ name }: T) => {
    const ofNumber = places.get(skeletonOf(name))!;
    return piecesOf(name)
      .map((piece, i) => (ofNumber.has(i) ? '#' : piece))
      .join('\0');
  };
  return [...groupBy(items, withoutNumber).values()];
}

function placesOfNumber(kind: readonly NumberedName[]): ReadonlySet<number> {
  const all = kind.map(({ name, number }) => ({ number, pieces: piecesOf(name) }));
  const isNumber = (i: number) => all.every(({ number, pieces }) => pieces[i] === number);
  return new Set([...all[0]!.pieces.keys()].filter((i) => i % 2 === 1 && isNumber(i)));
}

/** What alike names have in common: `make -j {threads}`. */
export function templateOf(names: readonly NumberedName[], label: string): string {
  const all = names.map(({ name }) => piecesOf(name));
  const [first = []] = all;
  return first
    .map((piece, i) => (all.every((pieces) => pieces[i] === piece) ? piece : `{${label}}`))
    .join('');
}
