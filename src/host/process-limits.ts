import { cgroupFolders } from './cgroup.js';
import { type HostFiles, realFiles } from './files.js';

/** Threads of a process of Node: one that cannot start all of them waits for them for ever. */
export const NODE_THREADS = 11;

/**
 * Why so many processes and threads more cannot be started, as a sentence; undefined where they can, or where the system
 * does not tell.
 */
export function whyNoMoreThreads(needed: number, files: HostFiles = realFiles): string | undefined {
  const { left, by } = [leftForUser(files, needed), ...leftInCgroups(files)].reduce((a, b) =>
    b.left < a.left ? b : a,
  );
  if (left >= needed) return undefined;
  return `About ${needed} more processes and threads are needed, and the system allows ${Math.max(0, left)} (${by}): use fewer workers, or raise that.`;
}

interface Left {
  left: number;
  by: string;
}

/** `unlimited` and `max` are no numbers. */
function numberIn(text: string | undefined): number {
  const number = Number(text?.trim() || Number.NaN);
  return Number.isNaN(number) ? Number.POSITIVE_INFINITY : number;
}

function leftInCgroups(files: HostFiles): Left[] {
  return cgroupFolders(files, 'pids').map((folder) => ({
    left: numberIn(files.read(`${folder}/pids.max`)) - Number(files.read(`${folder}/pids.current`) ?? 0),
    by: `${folder}/pids.max`,
  }));
}

/** Those that may exceed `ulimit -u`: CAP_SYS_ADMIN and CAP_SYS_RESOURCE. */
const EXEMPT = (1n << 21n) | (1n << 24n);

function leftForUser(files: HostFiles, needed: number): Left {
  const by = 'ulimit -u';
  const limit = numberIn(/^Max processes\s+(\S+)/m.exec(files.read('/proc/self/limits') ?? '')?.[1]);
  const own = files.read('/proc/self/status') ?? '';
  const user = userOf(own);
  const capabilities = BigInt(`0x${/^CapEff:\s*([\da-f]+)/m.exec(own)?.[1] ?? '0'}`);
  const isExempt = user === undefined || user === '0' || (capabilities & EXEMPT) !== 0n;
  if (isExempt || limit === Number.POSITIVE_INFINITY) return { left: Number.POSITIVE_INFINITY, by };
  // Of all users together there are so many: mostly that says enough.
  const all = numberIn(/\d+\/(\d+)/.exec(files.read('/proc/loadavg') ?? '')?.[1]);
  if (limit - all >= needed) return { left: limit - all, by };
  const pids = files.list('/proc').filter((name) => /^\d+$/.test(name));
  const used = pids.reduce((sum, pid) => {
    const status = files.read(`/proc/${pid}/status`) ?? '';
    return userOf(status) === user ? sum + Number(/^Threads:\s*(\d+)/m.exec(status)?.[1] ?? 1) : sum;
  }, 0);
  return { left: limit - used, by };
}

/** Its real user, whose processes are counted. */
function userOf(status: string): string | undefined {
  return /^Uid:\s*(\d+)/m.exec(status)?.[1];
}
