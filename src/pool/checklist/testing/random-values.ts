import type { Random } from '../../../stats/index.js';
import type { Item } from '../fixtures/pure.js';

const numbers = [0, -0, 1, -1, 0.1, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
const extremes = [2 ** 31, 2 ** 53, -(2 ** 31) - 1, Number.MAX_VALUE, Number.MIN_VALUE, 1e21];
const texts = ['', 'a', 'äöü €', '\u0000', '\u2028', '👩‍💻', '\ud800', '__proto__', 'x'.repeat(300)];
const buffers = [
  Uint8Array,
  Int16Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  Uint8ClampedArray,
];

const pick = <T>(list: readonly T[], random: Random): T => list[random.int(list.length)]!;
const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

/** Anything that a message carries unchanged; nested to the given depth. */
export function randomValue(random: Random, depth = 3): unknown {
  const leaves: (() => unknown)[] = [
    () => pick(numbers, random),
    () => pick(extremes, random),
    () => random.next() * 10 ** random.int(20),
    () => pick(texts, random),
    () => pick([true, false, null, undefined], random),
    () => BigInt(random.int(1000)) ** BigInt(random.int(40)) * (random.int(2) === 0 ? 1n : -1n),
    () => new Date(pick([0, 1e12, -1e12, 8.64e15], random)),
    () => /a(?<name>b)+/giu,
    () => typedArray(random),
  ];
  if (depth === 0) return pick(leaves, random)();
  const inner = () => randomValue(random, depth - 1);
  const some = () => random.int(4);
  const nested: (() => unknown)[] = [
    () => times(some(), inner),
    () => withHoles(times(some(), inner), random),
    () => new Map(times(some(), () => [inner(), inner()])),
    () => new Set(times(some(), inner)),
    () => Object.fromEntries(times(some(), (index) => [pick(['a', 'b', '0', 'ü'], random) + index, inner()])),
  ];
  return pick(random.int(2) === 0 ? nested : leaves, random)();
}

/** A list of items, of which about one in five fails where some may. */
export function randomItems(random: Random, maxLength: number): Item[] {
  const somesFail = random.int(2) === 0;
  return times(random.int(maxLength + 1), (index) => ({
    index,
    value: randomValue(random),
    fails: somesFail && random.int(5) === 0,
  }));
}

function typedArray(random: Random): unknown {
  const made = new (pick(buffers, random))(random.int(20));
  const bytes = new Uint8Array(made.buffer);
  for (let at = 0; at < bytes.length; at++) bytes[at] = random.int(256);
  return random.int(3) === 0 ? made.buffer : made;
}

function withHoles(list: unknown[], random: Random): unknown[] {
  if (list.length > 0) delete list[random.int(list.length)];
  return list;
}
