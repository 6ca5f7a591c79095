import type { Form } from './form.js';

/** The first element in which two buffers or views differ, or their lengths; undefined where they hold the same bytes. */
export function firstDifferentElement(
  expected: Form,
  actual: Form,
  areSame: (one: number | bigint, other: number | bigint) => boolean,
): { step: string; values: [expected: number | bigint, actual: number | bigint] } | undefined {
  const [a, b] = [expected.bytes!, actual.bytes!];
  if (Buffer.compare(a, b) === 0) return undefined;
  const kind = expected.name === actual.name ? expected.name : 'Uint8Array';
  const [ours, theirs] = [elementsOf(kind, a), elementsOf(kind, b)];
  const common = Math.min(ours.length, theirs.length);
  for (let at = 0; at < common; at++) {
    if (!areSame(ours[at]!, theirs[at]!)) return { step: `[${at}]`, values: [ours[at]!, theirs[at]!] };
  }
  if (ours.length === theirs.length) return undefined;
  return { step: kind.endsWith('Buffer') ? '.byteLength' : '.length', values: [ours.length, theirs.length] };
}

type Elements = ArrayLike<number | bigint>;
type ElementArray = { new (buffer: ArrayBuffer): Elements; BYTES_PER_ELEMENT: number };

/** Of an own copy: where a file was read, bytes need not stand where elements may begin. */
function elementsOf(kind: string, bytes: Uint8Array): Elements {
  const made = /^(Big)?(Int|Uint|Float)\d+(Clamped)?Array$/.test(kind)
    ? (globalThis as unknown as Record<string, ElementArray | undefined>)[kind]
    : undefined;
  if (!made || bytes.length % made.BYTES_PER_ELEMENT !== 0) return bytes;
  return new made(Uint8Array.from(bytes).buffer);
}
