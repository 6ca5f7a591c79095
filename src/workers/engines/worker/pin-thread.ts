import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

/**
 * Keeps the calling thread on one CPU from now on; false where the system refuses. Called on a process's main
 * thread it pins the whole process, its garbage collection and compiler threads included, as `taskset` in front
 * of a command would. Called in a worker thread it pins that thread alone: those helpers belong to all threads of
 * the process and stay free. Takes a few ms, for starting `taskset`.
 */
export function pinThisThread(cpu: number): boolean {
  try {
    const threadId = readlinkSync('/proc/thread-self').split('/').at(-1)!;
    const all = isMainThread ? ['-a'] : [];
    execFileSync('taskset', [...all, '-pc', String(cpu), threadId], { stdio: 'ignore' });
    const status = readFileSync('/proc/thread-self/status', 'latin1');
    return /^Cpus_allowed_list:\s*(\S+)$/m.exec(status)?.[1] === String(cpu);
  } catch {
    return false;
  }
}
