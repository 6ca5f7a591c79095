import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export type NeighbourKind = 'cpu' | 'memory';

const program = fileURLToPath(new URL('./neighbour-program.js', import.meta.url));

/** It ends by itself after this time, should nobody live to end it. */
const LONGEST_S = 60;

/**
 * Starts a process that keeps one CPU busy, and returns what ends it. Its parent is a shell that is gone at once, so
 * that it is none of our process tree: the meter must take it for what it stands for, someone else's load.
 */
export function startNeighbour(kind: NeighbourKind, cpu: number): () => void {
  const command = 'taskset -c "$1" "$2" "$3" "$4" "$5" >/dev/null 2>&1 & echo $!';
  const args = [String(cpu), process.execPath, program, kind, String(LONGEST_S)];
  const pid = Number(execFileSync('sh', ['-c', command, 'sh', ...args], { encoding: 'utf8' }));
  return () => {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended by itself.
    }
  };
}
