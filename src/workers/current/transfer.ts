import type { Transferable } from '../../scenario/index.js';

const KEY = Symbol.for('corewise.transfers');
const holder = globalThis as { [KEY]?: WeakMap<object, readonly Transferable[]> };

/**
 * Marks what of a result moves to the parent instead of being copied: `return transfer(image, [image.buffer])`.
 * Returns its first argument. Processes copy all the same.
 */
export function transfer<T extends object>(value: T, list: readonly Transferable[]): T {
  holder[KEY] ??= new WeakMap();
  holder[KEY].set(value, list);
  return value;
}

/** For engines: what was marked; nothing for most values. */
export function transfersOf(value: unknown): readonly Transferable[] {
  return holder[KEY] && typeof value === 'object' && value !== null ? (holder[KEY].get(value) ?? []) : [];
}

/** For engines: whether this worker ever marked anything. */
export function hasTransfers(): boolean {
  return holder[KEY] !== undefined;
}
