import { openSync, readFileSync, readSync } from 'node:fs';

/** CPU time of the calling thread, and runnable-but-not-running time, ns since it started. */
export interface ThreadTimes {
  cpuNs: number;
  /** Undefined where the system does not tell. */
  waitNs?: number;
}

type CpuUsage = () => NodeJS.CpuUsage;

/** Where a thread's times may be read. */
interface Sources {
  schedstat: string;
  /** Of the calling thread alone: Node has it from 22.15 and 23.9 on. */
  threadCpuUsage: CpuUsage | undefined;
}

const { threadCpuUsage } = process as { threadCpuUsage?: CpuUsage };
const cpuUsage = process.cpuUsage.bind(process);

let opened: (() => ThreadTimes) | undefined;

/**
 * Reads the calling thread's own times; undefined where neither the system nor Node tells them. Opened once a thread, and
 * open for as long as it lives: sessions on the caller's thread come and go.
 */
export function openThreadCounters(): (() => ThreadTimes) | undefined {
  opened ??= countersFrom({
    schedstat: '/proc/thread-self/schedstat',
    threadCpuUsage: threadCpuUsage?.bind(process),
  });
  return opened;
}

/** The system's counters, or else Node's, which know nothing of waiting. */
export function countersFrom({ schedstat, threadCpuUsage }: Sources): (() => ThreadTimes) | undefined {
  return openSchedstat(schedstat) ?? (threadCpuUsage && (() => ({ cpuNs: cpuNsOf(threadCpuUsage()) })));
}

const cpuNsOf = ({ user, system }: NodeJS.CpuUsage) => (user + system) * 1e3;

/**
 * The kernel brings them up to date only at its tick (4 ms at HZ=250), but asking for the process's CPU
 * time first makes it account for the calling thread at once, which makes the read exact.
 */
function openSchedstat(file: string): (() => ThreadTimes) | undefined {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'r');
  } catch {
    return undefined;
  }
  const buffer = Buffer.alloc(96);
  return () => {
    cpuUsage();
    const length = readSync(descriptor, buffer, 0, buffer.length, 0);
    return parseSchedstat(buffer, length);
  };
}

/** What went by between two readings. */
export function timesBetween(before: ThreadTimes, after: ThreadTimes): ThreadTimes {
  const cpuNs = after.cpuNs - before.cpuNs;
  if (before.waitNs === undefined || after.waitNs === undefined) return { cpuNs };
  return { cpuNs, waitNs: after.waitNs - before.waitNs };
}

/** `<cpu ns> <wait ns> <timeslices>`, parsed by hand: it is read twice a chunk. */
function parseSchedstat(buffer: Uint8Array, length: number): ThreadTimes {
  const times = [0, 0];
  let field = 0;
  for (let at = 0; at < length && field < 2; at++) {
    const digit = buffer[at]! - 48;
    if (digit >= 0 && digit <= 9) times[field] = times[field]! * 10 + digit;
    else field++;
  }
  return { cpuNs: times[0]!, waitNs: times[1]! };
}

/** The CPU the calling thread last ran on: field 39 of its `stat`; undefined where there is none. */
export function currentCpu(): number | undefined {
  try {
    const stat = readFileSync('/proc/thread-self/stat', 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return Number(fields[36]);
  } catch {
    return undefined;
  }
}
