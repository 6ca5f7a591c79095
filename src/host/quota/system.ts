import type * as ChildProcess from 'node:child_process';
import { mkdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { onDemand } from '../../own-package.js';
import { type HostFiles, realFiles } from '../files.js';

const childProcess = onDemand<typeof ChildProcess>('node:child_process');

/** What limiting a process's CPU time takes of a machine; tests invent it. */
export interface QuotaSystem extends HostFiles {
  readonly pid: number;
  readonly isRoot: boolean;
  /** Throw where the system refuses. */
  makeFolder(path: string): void;
  removeFolder(path: string): void;
  write(path: string, text: string): void;
  /** Runs a short program; throws, with what it said, where it fails or is not there. */
  run(command: readonly string[]): string;
}

/** A service manager that does not answer is as good as none. */
const LONGEST_TRIAL_MS = 5_000;

export const realQuotaSystem: QuotaSystem = {
  ...realFiles,
  pid: process.pid,
  isRoot: process.getuid?.() === 0,
  makeFolder: (path) => void mkdirSync(path),
  removeFolder: (path) => rmdirSync(path),
  write: (path, text) => writeFileSync(path, text),
  run([command, ...args]) {
    const { error, status, stdout, stderr } = childProcess().spawnSync(command!, args, {
      encoding: 'utf8',
      timeout: LONGEST_TRIAL_MS,
    });
    if (error && 'code' in error && error.code === 'ENOENT') throw new Error(`${command} is not installed`);
    if (error) throw error;
    if (status !== 0) throw new Error(stderr.trim().split('\n').at(-1) || `${command} ended with ${status}`);
    return stdout;
  },
};
