import { inspect } from 'node:util';
import fc from 'fast-check';

/** The same inputs in every run: another seed, or more runs, looks further (`FUZZ_SEED=7 FUZZ_RUNS=100000`). */
const seed = Number(process.env.FUZZ_SEED ?? 1);
const numRuns = Number(process.env.FUZZ_RUNS ?? 50);
const LEAST = 100;

/**
 * Tries `check` on that many inputs, and prints how many those were; rejects with the smallest that it fails for.
 * `share`: how many times as many, where they cost far less than others, or far more; a run of a few tries all alike.
 */
export async function fuzz<T>(
  what: string,
  inputs: fc.Arbitrary<T>,
  check: (input: T) => Promise<void> | void,
  share = 1,
): Promise<void> {
  let tried = 0;
  const property = fc.asyncProperty(inputs, async (input) => {
    tried++;
    await check(input);
  });
  const { failed, counterexample, errorInstance } = await fc.check(property, {
    seed,
    numRuns: Math.max(Math.min(numRuns, LEAST), Math.round(share * numRuns)),
  });
  process.stdout.write(`fuzz: ${what}: ${tried.toLocaleString('en-US')} inputs, seed ${seed}\n`);
  if (!failed) return;
  throw new Error(`${what}, seed ${seed}: fails for ${shown(counterexample?.[0])}`, { cause: errorInstance });
}

function shown(input: unknown): string {
  const text = Buffer.isBuffer(input) ? JSON.stringify(input.toString()) : inspect(input, { depth: 5 });
  return text.length > 20_000 ? `${text.slice(0, 20_000)}…` : text;
}

const codePoint = fc
  .oneof(fc.integer({ min: 0, max: 0xd7ff }), fc.integer({ min: 0xe000, max: 0x10ffff }))
  .map(
    (code) => String.fromCodePoint(code),
    (text) => {
      if (typeof text !== 'string' || [...text].length !== 1) throw new Error('not one code point');
      return text.codePointAt(0)!;
    },
  );

/** Texts of any code points, as of `unit: 'binary'`, for which fast-check lists all 1.1 million in each process. */
export const anyText = (maxLength = 10): fc.Arbitrary<string> => fc.string({ unit: codePoint, maxLength });

/** What hostile or broken programs write where a figure, a text or a list should be. */
export const oddValues: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    ...[0, -0, -1, 0.5, 2, 3, 1e9, 1e15, 2 ** 53, 1e100, 1e308, -1e308, 5e-324, 1e-310],
    ...[
      null,
      true,
      false,
      '',
      'x',
      '__proto__',
      'constructor',
      '\u0000',
      '\ud800',
      '\u202e',
      '9'.repeat(400),
    ],
    ...[[], {}, [[]], [null], { length: 1e9 }, '<script>', '\u001b[2J'],
  ),
  fc.integer(),
  fc.double(),
  anyText(),
  fc.json(),
);

/** A path into a JSON value and what is to stand there; `remove` and `add` change the members. */
export interface Mutation {
  /** Which of all places, as a share of their number. */
  at: number;
  how: 'replace' | 'remove' | 'double' | 'proto';
  value: unknown;
}

export const mutations: fc.Arbitrary<Mutation[]> = fc.array(
  fc.record({
    at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    how: fc.constantFrom('replace', 'replace', 'replace', 'remove', 'double', 'proto'),
    value: oddValues,
  }),
  { minLength: 1, maxLength: 3 },
);

interface Place {
  parent: Record<string, unknown> | unknown[];
  key: string | number;
}

/** Changes a JSON value in place; the value itself is never replaced. */
export function mutate(json: unknown, { at, how, value }: Mutation): void {
  const places = placesIn(json);
  const place = places[Math.floor(at * places.length)];
  if (place === undefined) return;
  const parent = place.parent as Record<string | number, unknown>;
  if (how === 'remove') {
    if (Array.isArray(place.parent)) place.parent.splice(Number(place.key), 1);
    else delete parent[place.key];
  } else if (how === 'double' && Array.isArray(place.parent))
    place.parent.push(structuredClone(parent[place.key]));
  else setOwn(parent, how === 'proto' ? '__proto__' : place.key, value);
}

/** As JSON has it: a member of any name is a member. */
function setOwn(parent: object, key: string | number, value: unknown): void {
  Object.defineProperty(parent, key, { value, enumerable: true, configurable: true, writable: true });
}

function placesIn(json: unknown): Place[] {
  if (typeof json !== 'object' || json === null) return [];
  const parent = json as Place['parent'];
  const keys = Array.isArray(parent) ? [...parent.keys()] : Object.keys(parent);
  return keys.flatMap((key) => [
    { parent, key },
    ...placesIn((parent as Record<string | number, unknown>)[key]),
  ]);
}

/** What happens to files on their way: cut, joined, in other encodings, with a byte changed. */
export const spoilt = (text: fc.Arbitrary<string>): fc.Arbitrary<Buffer> =>
  fc.tuple(text, fc.constantFrom(...damages), fc.nat(), fc.nat(255)).map(([whole, damage, at, byte]) => {
    const bytes = Buffer.from(whole);
    return damage(bytes, bytes.length === 0 ? 0 : at % bytes.length, byte);
  });

const damages: readonly ((bytes: Buffer, at: number, byte: number) => Buffer)[] = [
  (bytes) => bytes,
  (bytes) => bytes,
  (bytes, at) => bytes.subarray(0, at),
  (bytes, at) => bytes.subarray(at),
  (bytes, at, byte) => Buffer.concat([bytes.subarray(0, at), Buffer.from([byte]), bytes.subarray(at + 1)]),
  (bytes, at, byte) => Buffer.concat([bytes.subarray(0, at), Buffer.from([byte]), bytes.subarray(at)]),
  (bytes) => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes]),
  (bytes) => Buffer.from(bytes.toString().replaceAll('\n', '\r\n')),
  (bytes) => Buffer.from(bytes.toString().replaceAll('\n', '\r')),
  (bytes) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(bytes.toString(), 'utf16le')]),
  (bytes) => Buffer.concat([bytes, Buffer.alloc(64)]),
  (bytes, at) => Buffer.concat([bytes, bytes.subarray(at)]),
];
