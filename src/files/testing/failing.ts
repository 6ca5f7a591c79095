import { type FileSystem, realFileSystem } from '../index.js';

/** How a call of the system goes wrong. `short`: it takes half of the bytes, and nothing is wrong with that. */
export type Fault = 'ENOSPC' | 'EIO' | 'EACCES' | 'short' | 'short, then ENOSPC';

export const faults: readonly Fault[] = ['ENOSPC', 'EIO', 'EACCES', 'short', 'short, then ENOSPC'];

export interface Faulty {
  system: FileSystem;
  /** The calls that were made, by name. */
  calls: string[];
}

/** The real file system, whose n-th call (from 1; 0: none) goes wrong. */
export function failingAt(n: number, fault: Fault = 'EIO'): Faulty {
  const calls: string[] = [];
  let isFull = false;
  const fail = (code: string, name: string): never => {
    throw Object.assign(new Error(`${code}: injected, ${name}`), { code, syscall: name });
  };
  const wrapped = Object.entries(realFileSystem).map(([name, call]) => [
    name,
    (...args: unknown[]) => {
      calls.push(name);
      const isDue = calls.length === n;
      if (name === 'write' && isFull) fail('ENOSPC', name);
      if (isDue && name === 'write' && fault.startsWith('short')) {
        isFull = fault !== 'short';
        const [descriptor, bytes, from] = args as Parameters<FileSystem['write']>;
        const half = from + Math.floor((bytes.length - from) / 2);
        return realFileSystem.write(descriptor, bytes.subarray(0, half), from);
      }
      const fails = isDue && !fault.startsWith('short');
      // What could not be closed well is closed all the same.
      if (fails && name !== 'close') fail(fault, name);
      const result = (call as (...args: unknown[]) => unknown)(...args);
      return fails ? fail(fault, name) : result;
    },
  ]);
  return { system: Object.fromEntries(wrapped) as FileSystem, calls };
}
