import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { resolve } from 'node:path';

/** All that writes, or makes a place to write to. Removing is tolerated where it fails. */
const names = [
  'openSync',
  'writeSync',
  'writeFileSync',
  'fsyncSync',
  'ftruncateSync',
  'closeSync',
  'renameSync',
  'linkSync',
  'copyFileSync',
  'mkdirSync',
  'mkdtempSync',
] as const;

type Call = (...args: unknown[]) => unknown;
const system = fs as unknown as Record<string, Call>;
const sound = Object.fromEntries(names.map((name) => [name, system[name]!]));

export type CallFault = 'ENOSPC' | 'EIO' | 'EACCES' | 'short';

/**
 * Runs `action` while Node's own file functions watch what is written below a folder; the n-th such call (from 1; 0:
 * none) fails, or takes only half of what it is given. Returns the calls by name.
 */
export async function withFailingCall(
  folder: string,
  n: number,
  fault: CallFault,
  action: () => Promise<unknown>,
): Promise<string[]> {
  const calls: string[] = [];
  const descriptors = new Set<unknown>();
  // Node's functions call one another.
  let isInside = false;
  const isBelow = (place: unknown) =>
    typeof place === 'string' ? resolve(place).startsWith(folder) : descriptors.has(place);
  const perform = (name: string, args: unknown[]): unknown => {
    isInside = true;
    try {
      const result = sound[name]!(...args);
      if (name === 'openSync') descriptors.add(result);
      if (name === 'closeSync') descriptors.delete(args[0]);
      return result;
    } finally {
      isInside = false;
    }
  };
  for (const name of names)
    system[name] = (...args) => {
      const isReading = name === 'openSync' && !/[wa+]/.test(String(args[1] ?? 'r'));
      if (isInside || isReading || !isBelow(args[0])) return sound[name]!(...args);
      calls.push(name);
      if (calls.length !== n) return perform(name, args);
      if (fault === 'short') return perform(name, name === 'writeSync' ? halved(args) : args);
      // What could not be closed well is closed all the same.
      if (name === 'closeSync') perform(name, args);
      throw Object.assign(new Error(`${fault}: injected`), {
        code: fault,
        syscall: name.replace('Sync', ''),
      });
    };
  syncBuiltinESMExports();
  try {
    await action();
  } finally {
    Object.assign(system, sound);
    syncBuiltinESMExports();
  }
  return calls;
}

function halved([descriptor, bytes, from = 0]: unknown[]): unknown[] {
  const all = bytes as Uint8Array;
  const start = from as number;
  return [descriptor, all.subarray(0, start + Math.ceil((all.length - start) / 2)), start];
}
