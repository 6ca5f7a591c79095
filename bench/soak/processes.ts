import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as after } from 'node:timers/promises';

export interface Process {
  pid: number;
  /** Its command line. */
  command: string;
}

/** Processes that work in a folder or below it; those that have ended and wait for their parent are none. Linux. */
export function processesIn(folder: string): Process[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const at = readlinkSync(`/proc/${pid}/cwd`);
        if (at !== folder && !at.startsWith(`${folder}/`)) return [];
        const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
        const end = stat.lastIndexOf(')');
        const isOver = stat.slice(end + 2).startsWith('Z');
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
        return isOver ? [] : [{ pid: Number(pid), command }];
      } catch {
        // It has ended meanwhile.
        return [];
      }
    });
}

/** What a killed run leaves ends within so long, ms. */
const GONE_MS = 5_000;
const LOOK_MS = 20;

/** Those that still work in a folder after a while; they are ended. */
export async function leftIn(folder: string): Promise<Process[]> {
  for (let waited = 0; waited < GONE_MS; waited += LOOK_MS) {
    if (processesIn(folder).length === 0) return [];
    await after(LOOK_MS);
  }
  const left = processesIn(folder);
  for (const { pid } of left) end(pid, 'SIGKILL');
  return left;
}

/** False where it has ended already. */
export function end(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(pid, signal);
    return true;
  } catch {
    return false;
  }
}
