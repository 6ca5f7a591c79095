import { openSync, readFileSync, readSync } from 'node:fs';

/** CPU time and runnable-but-not-running time of the calling thread, ns since it started. */
export interface ThreadTimes {
  cpuNs: number;
  waitNs: number;
}

const cpuUsage = process.cpuUsage.bind(process);

let opened: (() => ThreadTimes) | undefined;

/**
 * Reads the calling thread's own scheduler counters; undefined where the system has none. Opened once a thread,
 * and open for as long as it lives: sessions on the caller's thread come and go.
 */
export function openThreadCounters(): (() => ThreadTimes) | undefined {
  opened ??= open();
  return opened;
}

/**
 * The kernel brings them up to date only at its tick (4 ms at HZ=250), but asking for the process's CPU
 * time first makes it account for the calling thread at once, which makes the read exact.
 */
function open(): (() => ThreadTimes) | undefined {
  let descriptor: number;
  try {
    descriptor = openSync('/proc/thread-self/schedstat', 'r');
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
