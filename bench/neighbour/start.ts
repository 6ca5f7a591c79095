import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { UsageError } from '../../src/errors.js';
import { type NeighbourKind, patterns } from './pattern.js';

const program = fileURLToPath(new URL('./program.js', import.meta.url));

export interface NeighbourOptions {
  /** The CPU it stays on; any unless given. */
  cpu?: number;
  /** How far into its period it begins, ms. */
  aheadMs?: number;
}

/**
 * Starts a neighbour, and returns what ends it. Its parent is a shell that is gone at once, so that it is none of our
 * process tree: the meter must take it for what it stands for, someone else's load. It also ends with this process.
 */
export function startNeighbour(kind: NeighbourKind, { cpu, aheadMs = 0 }: NeighbourOptions = {}): () => void {
  const confined = cpu === undefined ? [] : ['taskset', '-c', String(cpu)];
  const words = [...confined, process.execPath, program, kind, String(process.pid), String(aheadMs)];
  const pid = Number(execFileSync('sh', ['-c', '"$@" >/dev/null 2>&1 & echo $!', 'sh', ...words]));
  return () => {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended by itself.
    }
  };
}

/** A neighbour's name as it stands behind `--neighbour`. Throws UsageError. */
export function parseNeighbour(text: string): NeighbourKind {
  if (Object.hasOwn(patterns, text)) return text as NeighbourKind;
  throw new UsageError(`There is no neighbour "${text}"; there are ${Object.keys(patterns).join(', ')}.`);
}
