import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** The process that something belongs to, so that others can tell whether it still runs. */
export interface Owner {
  pid: number;
  /** In ticks since the system booted, where it tells: another process may get the same pid. */
  started?: string | undefined;
  host: string;
  /** Of the boot and of the namespace that the pid counts in, where the system tells. */
  boot?: string | undefined;
  namespace?: string | undefined;
}

export function thisProcess(): Owner {
  return {
    pid: process.pid,
    started: startOf(process.pid),
    host: hostname(),
    boot: told(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()),
    namespace: told(() => readlinkSync('/proc/self/ns/pid')),
  };
}

/** The owner that a file names; undefined where it names none. */
export function ownerIn(text: string): Owner | undefined {
  const owner = told(() => JSON.parse(text) as Partial<Record<keyof Owner, unknown>> | null);
  const isPid = Number.isSafeInteger(owner?.pid) && (owner!.pid as number) > 0;
  return isPid && typeof owner?.host === 'string' ? (owner as Owner) : undefined;
}

/** Whether it has ended; undefined where that cannot be told from here: it ran on another machine or in a container. */
export function hasEnded(owner: Owner, here: Owner = thisProcess()): boolean | undefined {
  if (owner.host !== here.host) return undefined;
  if (owner.boot !== here.boot) return true;
  if (owner.namespace !== here.namespace) return undefined;
  if (!isRunning(owner.pid)) return true;
  const started = startOf(owner.pid);
  return owner.started !== undefined && started !== undefined && owner.started !== started;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function startOf(pid: number): string | undefined {
  return told(() => {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name before may hold anything.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? 'ended' : fields[19];
  });
}

function told<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
