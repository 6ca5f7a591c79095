export type Primitive = undefined | null | boolean | number | bigint | string;

/** A result as it is compared: a primitive as it is, everything else as a form. */
export type Carried = Primitive | Form;

/** What messages tell apart; all kinds of buffers and views of them are `bytes`. */
export type Base =
  | 'Object'
  | 'Array'
  | 'Map'
  | 'Set'
  | 'Date'
  | 'RegExp'
  | 'Error'
  | 'Number'
  | 'String'
  | 'Boolean'
  | 'BigInt'
  | 'Symbol'
  | 'Function'
  | 'bytes';

/**
 * An object as every message between threads or processes can carry it, and beside that what some of them drop.
 * May contain itself.
 */
export interface Form {
  base: Base;
  /** Its class: `Object` of plain objects, `URL`, `Float64Array`; of an error its name. */
  name: string;
  /** Of dates, regular expressions, boxed primitives, symbols and functions: what they are equal by. */
  atom?: Primitive;
  bytes?: Uint8Array;
  /** Of arrays: their length. */
  length?: number;
  /** Names of `values`; absent where these are all elements of an array, members of a set, or keys and values of a map. */
  keys?: string[];
  values: Carried[];
  /** What messages may drop. */
  extras?: { keys: string[]; values: Carried[] };
  /** Own properties that are computed when they are read; what arrives is a value. */
  getters?: string[];
  /** Own properties that no message carries, for their key is a symbol. */
  symbols?: string[];
  /** More than one place refers to it. */
  isShared?: true;
}

export function isPrimitive(value: unknown): value is Primitive {
  return (
    value === null || (typeof value !== 'object' && typeof value !== 'function' && typeof value !== 'symbol')
  );
}

/** Its class is what its base says: nothing of a class of the user's own is left, or there was none. */
export function isOfItsBase({ base, name }: Form): boolean {
  if (base === 'bytes') return builtInBytes.has(name);
  return base === 'Error' ? builtInErrors.has(name) : name === base;
}

const builtInBytes: ReadonlySet<string> = new Set([
  'Buffer',
  'ArrayBuffer',
  'SharedArrayBuffer',
  'DataView',
  'Int8Array',
  'Uint8Array',
  'Uint8ClampedArray',
  'Int16Array',
  'Uint16Array',
  'Int32Array',
  'Uint32Array',
  'BigInt64Array',
  'BigUint64Array',
  'Float16Array',
  'Float32Array',
  'Float64Array',
]);

/** Classes of errors that messages keep. */
export const builtInErrors: ReadonlySet<string> = new Set([
  'Error',
  'EvalError',
  'RangeError',
  'ReferenceError',
  'SyntaxError',
  'TypeError',
  'URIError',
]);
