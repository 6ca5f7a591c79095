/** A name with a number in it that changes from one to the next: a command line, a benchmark. */
export interface NumberedName {
  name: string;
  /** The number as it stands in the name, if it does. */
  number: string;
}

/** Digits and what stands between them. */
const piecesOf = (name: string): string[] => name.split(/(\d+)/);

/** Whether two names differ in nothing but their numbers: `make -j 1` and `make -j 8`. */
function areAlike(a: NumberedName, b: NumberedName): boolean {
  const [left, right] = [piecesOf(a.name), piecesOf(b.name)];
  const isSame = (piece: string, i: number) =>
    piece === right[i] || (piece === a.number && right[i] === b.number);
  return left.length === right.length && left.every(isSame);
}

/** Items whose names differ in nothing but their numbers, in order of first appearance. */
export function groupAlike<T extends NumberedName>(items: readonly T[]): T[][] {
  const groups: T[][] = [];
  for (const item of items) {
    const group = groups.find(([first]) => areAlike(first!, item));
    if (group) group.push(item);
    else groups.push([item]);
  }
  return groups;
}

/** What alike names have in common: `make -j {threads}`. */
export function templateOf(names: readonly NumberedName[], label: string): string {
  const all = names.map(({ name }) => piecesOf(name));
  const [first = []] = all;
  return first
    .map((piece, i) => (all.every((pieces) => pieces[i] === piece) ? piece : `{${label}}`))
    .join('');
}
