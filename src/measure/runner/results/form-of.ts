import { types } from 'node:util';
import { type Base, builtInErrors, type Carried, type Form, isPrimitive, type Primitive } from './form.js';

/** Gives the form of what an object refers to. */
type FormOf = (value: unknown) => Carried;

/** The form of a result. Calls its getters, as sending it would. Never throws, however deep the result is. */
export function formOf(result: unknown): Carried {
  const known = new Map<unknown, Form>();
  const waiting: { value: object; form: Form }[] = [];
  const of: FormOf = (value) => {
    if (isPrimitive(value)) return value;
    const before = known.get(value);
    if (before) {
      before.isShared = true;
      return before;
    }
    const form: Form = { base: 'Object', name: 'Object', values: [] };
    known.set(value, form);
    if (typeof value === 'symbol') describeAtom(form, 'Symbol', String(value));
    else waiting.push({ value: value as object, form });
    return form;
  };
  const form = of(result);
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    try {
      describe(next.value, next.form, of);
    } catch {
      // A proxy may refuse anything; it is what was read of it until then.
    }
  }
  return form;
}

/** Getters and proxies may throw in their turn. */
function attempt<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}

function describe(value: object, form: Form, of: FormOf): void {
  form.name = classOf(value);
  if (typeof value === 'function') describeAtom(form, 'Function', value.name);
  else if (types.isAnyArrayBuffer(value) || ArrayBuffer.isView(value)) describeBytes(value, form);
  else if (Array.isArray(value)) describeArray(value, form, of);
  else if (types.isMap(value)) describeMap(value, form, of);
  else if (types.isSet(value)) describeSet(value, form, of);
  else if (types.isDate(value)) describeAtom(form, 'Date', Date.prototype.getTime.call(value));
  else if (types.isRegExp(value)) describeRegExp(value, form);
  else if (types.isBoxedPrimitive(value)) describeBoxed(value, form);
  else if (types.isNativeError(value) || value instanceof Error) describeError(value, form, of);
  else describeObject(value, form, of);
}

function describeAtom(form: Form, base: Base, atom: Primitive): void {
  form.base = base;
  form.atom = atom;
  if (base === 'Symbol' || base === 'Function') form.name = base;
}

/** Objects without a prototype are plain: they arrive with one. */
function classOf(value: object): string {
  const prototype: object | null = Object.getPrototypeOf(value);
  if (prototype === null || prototype === Object.prototype) return 'Object';
  const maker: unknown = prototype.constructor;
  const name = typeof maker === 'function' ? maker.name : 'Object';
  return name === '' ? 'an anonymous class' : name;
}

/** A copy: whoever made the result may write to its memory again. */
function describeBytes(value: ArrayBufferLike | ArrayBufferView, form: Form): void {
  form.base = 'bytes';
  // What is left of a buffer that was moved away cannot be read.
  form.bytes = attempt(
    () =>
      ArrayBuffer.isView(value)
        ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength).slice()
        : new Uint8Array(value).slice(),
    new Uint8Array(),
  );
}

function describeArray(value: readonly unknown[], form: Form, of: FormOf): void {
  form.base = 'Array';
  form.length = value.length;
  const keys = Object.keys(value);
  // Indices come first: where the last key is the last index and none is missing, there are no others.
  const isPlain = keys.length === value.length && (keys.at(-1) ?? '-1') === String(value.length - 1);
  if (!isPlain) addProperties(value, keys, form, of);
  else for (let index = 0; index < value.length; index++) form.values.push(of(value[index]));
}

function describeMap(value: Map<unknown, unknown>, form: Form, of: FormOf): void {
  form.base = 'Map';
  for (const [key, member] of Map.prototype.entries.call(value)) form.values.push(of(key), of(member));
}

function describeSet(value: Set<unknown>, form: Form, of: FormOf): void {
  form.base = 'Set';
  for (const member of Set.prototype.values.call(value)) form.values.push(of(member));
}

function describeRegExp(value: RegExp, form: Form): void {
  describeAtom(form, 'RegExp', RegExp.prototype.toString.call(value));
  const { lastIndex } = value;
  if (lastIndex !== 0) form.extras = { keys: ['lastIndex'], values: [lastIndex] };
}

function describeBoxed(value: object, form: Form): void {
  const primitive: unknown = attempt(() => value.valueOf(), undefined);
  if (typeof primitive === 'symbol') describeAtom(form, 'Symbol', String(primitive));
  else if (isPrimitive(primitive)) describeAtom(form, boxes[typeof primitive] ?? 'Object', primitive);
}

const boxes: Partial<Record<string, Base>> = {
  number: 'Number',
  string: 'String',
  boolean: 'Boolean',
  bigint: 'BigInt',
};

/** Messages carry an error's message, cause and built-in name: its class and its own fields are dropped. */
function describeError(value: Error, form: Form, of: FormOf): void {
  form.base = 'Error';
  const name = attempt(() => String(value.name), 'Error');
  if (form.name === 'DOMException') form.name = `DOMException ${name}`;
  else if (builtInErrors.has(form.name)) form.name = name;
  const message = attempt(() => String(value.message), '');
  const isOwn = Object.hasOwn(value, 'message');
  form.keys = isOwn ? ['message'] : [];
  form.values = isOwn ? [message] : [];
  const dropped = new Set(['name', 'message', 'stack', 'cause']);
  const own = attempt(() => Object.keys(value), []).filter((key) => !dropped.has(key));
  const extra = [...own, ...(Object.hasOwn(value, 'cause') ? ['cause'] : [])];
  if (value instanceof AggregateError && !own.includes('errors')) extra.push('errors');
  // That of a class, as a DOMException has it, is not carried.
  if (!isOwn && message !== '') extra.push('message');
  if (extra.length > 0) form.extras = { keys: extra, values: extra.map((key) => of(read(value, key))) };
}

function describeObject(value: object, form: Form, of: FormOf): void {
  addProperties(value, Object.keys(value), form, of);
  const text = attempt(() => hiddenText(value), undefined);
  if (text !== undefined) form.extras = { keys: ['toString()'], values: [text] };
}

/** What equal objects of these classes hold and no property shows. */
function hiddenText(value: object): string | undefined {
  return value instanceof URL || value instanceof URLSearchParams ? String(value) : undefined;
}

function addProperties(value: object, keys: string[], form: Form, of: FormOf): void {
  form.keys = keys;
  for (const key of keys) {
    form.values.push(of(read(value, key)));
    if (Object.getOwnPropertyDescriptor(value, key)?.get) form.getters = [...(form.getters ?? []), key];
  }
  const symbols = Object.getOwnPropertySymbols(value);
  if (symbols.length > 0) form.symbols = symbols.map(String);
}

function read(value: object, key: string): unknown {
  try {
    return (value as Record<string, unknown>)[key];
  } catch {
    return undefined;
  }
}
